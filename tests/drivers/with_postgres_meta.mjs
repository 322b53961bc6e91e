// @supabase/postgres-meta, the library behind a hosted editor: `with_postgres_meta.mjs NAME calls|views`.

import { PostgresMeta } from '@supabase/postgres-meta'

import { Client, calls, readViews, same } from './calls.mjs'

const [name, part] = process.argv.slice(2)
const client = new Client(name)
const { PGHOST, PGPORT, PGUSER, PGDATABASE } = process.env
const connectionString = `postgresql:///${PGDATABASE}?host=${encodeURIComponent(PGHOST)}&port=${PGPORT}&user=${PGUSER}`
const meta = new PostgresMeta({ connectionString, max: 1 })
const literal = (value) =>
  Array.isArray(value) ? `ARRAY[${value.map(literal).join(', ')}]` : `'${String(value).replaceAll("'", "''")}'`

// It has text alone: values become literals.
async function run(sql, values = []) {
  const text = sql.replace(/\$(\d+)/g, (_, number) => literal(values[number - 1]))
  const { data, error } = await meta.query(text)
  if (error) throw error
  return data
}

if (part === 'views') {
  await readViews(client, run)
} else {
  await calls(client, run, (error) => [error.code, error.detail, error.hint])
  await client.say('bigint is a number', async () => same(typeof (await run('SELECT version FROM migrate.status()'))[0].version, 'number'))
  // With a timeout it sends SET …; SET …; CALL as one text, which is one transaction: what must wait is queued.
  await client.say('timeout makes a transaction', async () => {
    await run("SELECT migrate.create('queued', 'CREATE INDEX CONCURRENTLY queued ON articles (body, n)', version => 3)")
    const { data, error } = await meta.query('CALL migrate.up()', { statementQueryTimeout: 60 })
    if (error) throw error
    if (!data[0].summary.includes('queued')) throw new Error(JSON.stringify(data))
    await run('SELECT pg_sleep(0)')
  })
}
await meta.end()
process.exitCode = client.failed ? 1 : 0
