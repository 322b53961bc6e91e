// Prisma's adapter for node-postgres, without the client that is generated: `with_prisma.mjs NAME calls|views`.

import { PrismaPg } from '@prisma/adapter-pg'

import { Client, calls, readViews } from './calls.mjs'

const [name, part] = process.argv.slice(2)
const client = new Client(name)
const { PGHOST, PGPORT, PGUSER, PGDATABASE } = process.env
const factory = new PrismaPg({ host: PGHOST, port: Number(PGPORT), user: PGUSER, database: PGDATABASE, max: 1 })
const adapter = await factory.connect()

async function run(sql, args = []) {
  const argTypes = args.map((value) => ({ scalarType: 'string', arity: Array.isArray(value) ? 'list' : 'scalar' }))
  const { columnNames, rows } = await adapter.queryRaw({ sql, args, argTypes })
  return rows.map((row) => Object.fromEntries(columnNames.map((column, at) => [column, row[at]])))
}

// The adapter keeps SQLSTATE, DETAIL and HINT under names of its own.
function parts(error) {
  const cause = error.cause ?? error
  return [cause.originalCode ?? cause.code, cause.detail, cause.hint]
}

if (part === 'views') {
  await readViews(client, run)
} else {
  await calls(client, run, parts)
}
await adapter.dispose()
process.exitCode = client.failed ? 1 : 0
