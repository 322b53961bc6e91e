// postgres.js: `with_postgres.mjs NAME calls|views`; the server is that of the PG… variables.

import postgres from 'postgres'

import { Client, calls, readViews } from './calls.mjs'

const [name, part] = process.argv.slice(2)
const client = new Client(name)
const sql = postgres({ max: 1, onnotice: () => {} })
const run = (text, values) => sql.unsafe(text, values)

if (part === 'views') {
  await readViews(client, run)
} else {
  await calls(client, run, (error) => [error.code, error.detail, error.hint])
}
await sql.end()
process.exitCode = client.failed ? 1 : 0
