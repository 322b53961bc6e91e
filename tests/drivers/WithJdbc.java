// JDBC: `java -cp DRIVER WithJdbc.java NAME calls|views URL`.

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.util.PSQLException;

public class WithJdbc {
    interface Work {
        void run() throws Exception;
    }

    static String name;
    static boolean failed;
    static Connection connection;
    static long job;

    static void say(String call, Work work) {
        try {
            work.run();
            System.out.println("ok|" + name + "|" + call);
        } catch (Exception error) {
            failed = true;
            System.out.println("FAILED|" + name + "|" + call + "|" + String.valueOf(error).replaceAll("\\s+", " "));
        }
    }

    static void same(Object got, Object expected) {
        if (!expected.equals(got)) {
            throw new IllegalStateException(got + " is not " + expected);
        }
    }

    static List<Map<String, Object>> run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) {
                if (values[at] instanceof String[] texts) {
                    Array array = connection.createArrayOf("text", texts);
                    statement.setArray(at + 1, array);
                } else {
                    statement.setObject(at + 1, values[at]);
                }
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            if (!statement.execute()) {
                return rows;
            }
            try (ResultSet result = statement.getResultSet()) {
                ResultSetMetaData columns = result.getMetaData();
                while (result.next()) {
                    Map<String, Object> row = new HashMap<>();
                    for (int at = 1; at <= columns.getColumnCount(); at++) {
                        row.put(columns.getColumnName(at), result.getObject(at));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    static void valid(String index) throws SQLException {
        same(run("SELECT indisvalid FROM pg_index WHERE indexrelid = '" + index + "'::regclass").get(0).get("indisvalid"), true);
    }

    static void views() throws Exception {
        for (String view : Files.readAllLines(Path.of("views.txt"))) {
            say(view, () -> run("SELECT * FROM migrate." + view));
        }
        say("status view", () -> run("SELECT * FROM migrate.status"));
        say("work has the job", () -> same(run("SELECT count(*)::int AS at_work FROM migrate.work WHERE status IN ('running', 'waiting')").get(0).get("at_work"), 1));
    }

    static void calls(String url) throws Exception {
        String file = Files.readString(Path.of("awkward.sql"), StandardCharsets.UTF_8);
        say("load", () -> {
            List<Map<String, Object>> rows = run("SELECT * FROM migrate.load(?, filename => ?, down => ?)", file, "1_awkward.sql",
                    "DROP FUNCTION awkward_words; DROP TABLE awkward");
            same(rows.get(0).get("status"), "registered");
            same(((String) run("SELECT up FROM migrate.migrations WHERE version = 1").get(0).get("up")).strip(), file.strip());
        });
        say("apply", () -> {
            same(run("SELECT * FROM migrate.apply()").get(0).get("status"), "applied");
            same(run("SELECT body FROM awkward").get(0).get("body"), "a 'quoted' % \\ ? :x $1 ü");
        });
        say("status", () -> same(run("SELECT * FROM migrate.status()").get(0).get("status"), "applied"));
        say("safe_create_index", () -> {
            List<Map<String, Object>> rows = run("SELECT * FROM migrate.safe_create_index('articles', ?)", (Object) new String[] {"slug", "body"});
            same(rows.get(0).get("status"), "queued");
            job = (Long) rows.get(0).get("job");
        });
        say("CALL wait(job)", () -> {
            run("CALL migrate.wait(" + job + ")");
            valid("articles_slug_body_idx");
        });
        say("CALL wait()", () -> {
            run("SELECT * FROM migrate.safe_create_index('articles', '{n}')");
            run("CALL migrate.wait()");
            valid("articles_n_idx");
        });
        say("CALL up", () -> {
            run("SELECT migrate.create('index', 'CREATE INDEX CONCURRENTLY by_hand ON articles (n, slug)', 'DROP INDEX CONCURRENTLY by_hand', 2)");
            String summary = (String) run("CALL migrate.up()").get(0).get("summary");
            if (!summary.contains("1 migration applied")) {
                throw new IllegalStateException(summary);
            }
            valid("by_hand");
        });
        say("CALL run", () -> {
            run("CALL migrate.run(?)", "SELECT * FROM migrate.safe_create_index('articles', '{slug}', index_name => 'by_run')");
            valid("by_run");
        });
        say("report", () -> {
            String page = (String) run("SELECT migrate.report(version => 1)").get(0).get("report");
            if (!page.startsWith("<!DOCTYPE html>") || !page.contains("ü")) {
                throw new IllegalStateException(page);
            }
        });
        say("errors", () -> {
            try {
                run("SELECT * FROM migrate.complete(4711)");
            } catch (PSQLException error) {
                same(error.getSQLState(), "42704");
                if (error.getServerErrorMessage().getHint() == null) {
                    throw new IllegalStateException("no hint");
                }
                return;
            }
            throw new IllegalStateException("no error");
        });
        // CALL answers with a row, so it is no update.
        say("executeUpdate", () -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("CALL migrate.up()");
            } catch (SQLException error) {
                if (error.getMessage().contains("result was returned")) {
                    return;
                }
                throw error;
            }
            throw new IllegalStateException("executeUpdate took a row");
        });
        say("escape syntax", () -> {
            try (Connection other = DriverManager.getConnection(url + "&escapeSyntaxCallMode=callIfNoReturn");
                    CallableStatement statement = other.prepareCall("{call migrate.up()}")) {
                statement.execute();
            }
        });
        // The server looks for a function with an argument of the type that the driver names.
        say("setLong for an integer", () -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM migrate.apply(steps => ?)")) {
                statement.setObject(1, 1L, Types.BIGINT);
                statement.execute();
            } catch (SQLException error) {
                same(error.getSQLState(), "42883");
                return;
            }
            throw new IllegalStateException("a bigint was taken");
        });
    }

    public static void main(String[] arguments) throws Exception {
        name = arguments[0];
        connection = DriverManager.getConnection(arguments[2]);
        if (arguments[1].equals("views")) {
            views();
        } else {
            calls(arguments[2]);
        }
        connection.close();
        System.exit(failed ? 1 : 0);
    }
}
