// node-postgres: `with_pg.mjs NAME calls|views`; the server is that of the PG… variables.

import pg from 'pg'

import { Client, calls, readViews, same } from './calls.mjs'

const [name, part] = process.argv.slice(2)
const client = new Client(name)
const connection = new pg.Client()
const notices = []
connection.on('notice', (notice) => notices.push(notice.message))
await connection.connect()
const run = async (sql, values) => (await connection.query(sql, values)).rows

if (part === 'views') {
  await readViews(client, run)
} else {
  await calls(client, run, (error) => [error.code, error.detail, error.hint])
  // A JavaScript array is an array of the server: jsonb takes text.
  await client.say('jsonb', async () => {
    const checks = [{ column: 'n', constraint: '> 0' }]
    const sql = "SELECT * FROM migrate.verify_data_integrity('articles', 20000, $1)"
    let code
    await run(sql, [checks]).catch((error) => { code = error.code })
    same(code, '22P02')
    await run(sql, [JSON.stringify(checks)])
  })
  await client.say('bigint is text', async () => same(typeof (await run('SELECT version FROM migrate.status()'))[0].version, 'string'))
  await client.say('notices', async () => same(notices.some((notice) => notice.includes('by_hand') || notice.includes('unit')), true))
}
await connection.end()
process.exitCode = client.failed ? 1 : 0
