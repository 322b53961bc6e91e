// Runs a migration tool that is a library: node node.mjs TOOL FOLDER, against the server of PGHOST, PGPORT, PGDATABASE.
// The folder has 1_users.sql and 2_orders.sql; tools that want code get it from here.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.join(process.cwd(), 'x.js'));
const [tool, folder] = process.argv.slice(2);
const { PGHOST: host, PGPORT: port, PGDATABASE: database } = process.env;
const connection = { host, port: Number(port), database, user: 'postgres' };
const pg = require('pg');
const files = fs.readdirSync(folder).filter((name) => name.endsWith('.sql')).sort();
const text = (name) => fs.readFileSync(path.join(folder, name), 'utf8');

const tools = {
  async 'node-pg-migrate'() {
    const { runner } = await import(path.join(process.cwd(), 'node_modules/node-pg-migrate/dist/bundle/index.js'));
    await runner({ databaseUrl: connection, dir: folder, direction: 'up', migrationsTable: 'pgmigrations', log() {} });
  },
  async 'postgres-migrations'() {
    const { migrate } = require('postgres-migrations');
    await migrate({ ...connection, password: '' }, folder);
  },
  async knex() {
    const migrations = files.map((name) => name.replace('.sql', '.js'));
    const source = {
      getMigrations: async () => migrations,
      getMigrationName: (name) => name,
      getMigration: (name) => ({ up: (knex) => knex.raw(text(name.replace('.js', '.sql'))), down: async () => {} }),
    };
    const knex = require('knex')({ client: 'pg', connection, migrations: { migrationSource: source } });
    await knex.migrate.latest();
    await knex.destroy();
  },
  async sequelize() {
    const { Umzug, SequelizeStorage } = require('umzug');
    const { Sequelize } = require('sequelize');
    const sequelize = new Sequelize({ dialect: 'postgres', host, port, database, username: 'postgres', logging: false });
    const migrations = files.map((name) => ({ name: name.replace('.sql', '.js'), up: () => sequelize.query(text(name)) }));
    await new Umzug({ migrations, storage: new SequelizeStorage({ sequelize }) }).up();
    await sequelize.close();
  },
  async typeorm() {
    require('reflect-metadata');
    const { DataSource } = require('typeorm');
    const migrations = files.map((name) => {
      const [digits, words] = name.replace('.sql', '').split('_');
      const made = { [words + digits]: class { up(runner) { return runner.query(text(name)); } down() {} } };
      return made[words + digits];
    });
    const source = new DataSource({ type: 'postgres', ...connection, username: 'postgres', migrations });
    await source.initialize();
    await source.runMigrations();
    await source.destroy();
  },
  async drizzle() {
    const { drizzle } = require('drizzle-orm/node-postgres');
    const { migrate } = require('drizzle-orm/node-postgres/migrator');
    const entries = files.map((name, idx) => ({ idx, version: '7', when: 1700000000000 + idx, tag: name.replace('.sql', ''), breakpoints: true }));
    fs.mkdirSync(path.join(folder, 'meta'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
    const pool = new pg.Pool(connection);
    await migrate(drizzle(pool), { migrationsFolder: folder });
    await pool.end();
  },
  async kysely() {
    const { Kysely, Migrator, PostgresDialect, sql } = require('kysely');
    const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool(connection) }) });
    const migrations = Object.fromEntries(files.map((name) => [name.replace('.sql', ''), { up: (db) => sql.raw(text(name)).execute(db) }]));
    const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
    if (error) throw error;
    await db.destroy();
  },
  async postgrator() {
    const { default: Postgrator } = await import(path.join(process.cwd(), 'node_modules/postgrator/postgrator.js'));
    const client = new pg.Client(connection);
    await client.connect();
    const names = path.join(folder, 'postgrator');
    fs.mkdirSync(names, { recursive: true });
    for (const name of files) fs.copyFileSync(path.join(folder, name), path.join(names, name.replace(/^(\d+)_(.*)\.sql$/, '$1.do.$2.sql')));
    await new Postgrator({ migrationPattern: names + '/*', driver: 'pg', database, execQuery: (query) => client.query(query) }).migrate();
    await client.end();
  },
  async ley() {
    const ley = require('ley');
    const js = path.join(folder, 'ley');
    fs.mkdirSync(js, { recursive: true });
    for (const name of files) fs.writeFileSync(path.join(js, name.replace('.sql', '.js')), `exports.up = (client) => client.query(${JSON.stringify(text(name))});`);
    await ley.up({ cwd: process.cwd(), dir: path.relative(process.cwd(), js), driver: 'pg', config: connection });
  },
  async 'db-migrate'() {
    const folder_ = path.join(folder, 'db-migrate');
    fs.mkdirSync(folder_, { recursive: true });
    for (const name of files) {
      const made = `exports.setup = () => {}; exports.up = (db) => db.runSql(${JSON.stringify(text(name))}); exports._meta = { version: 1 };`;
      fs.writeFileSync(path.join(folder_, name.replace(/^(\d+)_/, '2024010100000$1-').replace('.sql', '.js')), made);
    }
    const dbm = require('db-migrate').getInstance(true, {
      cwd: process.cwd(), cmdOptions: { 'migrations-dir': folder_ }, throwUncatched: true,
      config: { dev: { driver: 'pg', ...connection } }, env: 'dev',
    });
    dbm.silence(true);
    await dbm.up();
  },
};

await tools[tool]();
