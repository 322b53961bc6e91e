// What each JavaScript driver is to do, in the driver's own way of saying it: `run(sql, values)` gives rows as objects.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const views = readFileSync(join(here, 'views.txt'), 'utf8').split('\n').filter(Boolean)
export const file = readFileSync(join(here, 'awkward.sql'), 'utf8')

// Counts what a client can do; the lines are read by scripts/drivers.
export class Client {
  failed = false

  constructor(name) {
    this.name = name
  }

  async say(call, work) {
    try {
      await work()
      console.log(`ok|${this.name}|${call}`)
    } catch (error) {
      this.failed = true
      const reason = `${error?.name}: ${error?.message ?? JSON.stringify(error)}`.replace(/\s+/g, ' ')
      console.log(`FAILED|${this.name}|${call}|${reason}`)
    }
  }
}

export function same(got, expected) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

// Every view for people can be read while a job is at work.
export async function readViews(client, run) {
  for (const view of views) await client.say(view, () => run(`SELECT * FROM migrate.${view}`))
  await client.say('status view', () => run('SELECT * FROM migrate.status'))
  await client.say('work has the job', async () => {
    const rows = await run("SELECT count(*)::int AS at_work FROM migrate.work WHERE status IN ('running', 'waiting')")
    same(rows[0].at_work, 1)
  })
}

// `parts(error)` gives SQLSTATE, DETAIL and HINT. `array(values)` is how the driver takes a text[].
export async function calls(client, run, parts, array = (values) => values) {
  const valid = async (index) => {
    const rows = await run(`SELECT indisvalid FROM pg_index WHERE indexrelid = '${index}'::regclass`)
    same(rows[0].indisvalid, true)
  }
  let job
  const all = {
    load: async () => {
      const rows = await run('SELECT * FROM migrate.load($1, filename => $2, down => $3)', [
        file, '1_awkward.sql', 'DROP FUNCTION awkward_words; DROP TABLE awkward'])
      same(rows.map((row) => row.status), ['registered'])
      const kept = await run('SELECT up FROM migrate.migrations WHERE version = 1')
      same(kept[0].up.trim(), file.trim())
    },
    apply: async () => {
      const rows = await run('SELECT * FROM migrate.apply()')
      same(rows.map((row) => [String(row.version), row.status]), [['1', 'applied']])
      const body = await run('SELECT body FROM awkward')
      same(body[0].body, "a 'quoted' % \\ ? :x $1 ü")
    },
    status: async () => {
      const rows = await run('SELECT * FROM migrate.status()')
      same(rows.map((row) => [String(row.version), row.status]), [['1', 'applied']])
    },
    safe_create_index: async () => {
      const rows = await run("SELECT * FROM migrate.safe_create_index('articles', $1)", [array(['slug', 'body'])])
      same([...new Set(rows.map((row) => row.status))], ['queued'])
      job = rows[0].job
      if (!(Number(job) > 0)) throw new Error(`job ${job}`)
    },
    'CALL wait(job)': async () => {
      await run(`CALL migrate.wait(${job})`)
      await valid('articles_slug_body_idx')
    },
    'CALL wait()': async () => {
      await run("SELECT * FROM migrate.safe_create_index('articles', '{n}')")
      await run('CALL migrate.wait()')
      await valid('articles_n_idx')
    },
    'CALL up': async () => {
      await run("SELECT migrate.create('index', 'CREATE INDEX CONCURRENTLY by_hand ON articles (n, slug)', 'DROP INDEX CONCURRENTLY by_hand', 2)")
      const rows = await run('CALL migrate.up()')
      if (!rows[0].summary.includes('1 migration applied')) throw new Error(rows[0].summary)
      await valid('by_hand')
    },
    'CALL run': async () => {
      await run('CALL migrate.run($1)', ["SELECT * FROM migrate.safe_create_index('articles', '{slug}', index_name => 'by_run')"])
      await valid('by_run')
    },
    report: async () => {
      const rows = await run('SELECT migrate.report(version => 1) AS page')
      if (!rows[0].page.startsWith('<!DOCTYPE html>') || !rows[0].page.includes('ü')) throw new Error(rows[0].page.slice(0, 200))
    },
    errors: async () => {
      let failed
      try {
        await run('SELECT * FROM migrate.complete(4711)')
      } catch (error) {
        failed = parts(error)
      }
      if (failed?.[0] !== '42704' || !failed?.[2]) throw new Error(JSON.stringify(failed))
    },
  }
  for (const [name, work] of Object.entries(all)) await client.say(name, work)
}
