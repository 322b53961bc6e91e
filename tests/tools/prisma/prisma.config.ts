// Prisma without its binaries, which no registry has: its schema engine as WebAssembly, over the driver of Node.js.
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'

// The adapter knows no columns of type name: it reads them as text.
const plain = (of: any) => {
  const query = of.query.bind(of)
  of.query = (...args: any[]) => {
    const made = query(...args)
    return made?.then ? made.then((result: any) => {
      for (const field of result?.fields ?? []) if (field.dataTypeID === 19) field.dataTypeID = 25
      return result
    }) : made
  }
  return of
}
const adapter = async () => {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
  pool.on('connect', plain)
  return new PrismaPg(plain(pool))
}
export default { experimental: { adapter: true }, engine: 'js', schema: 'schema.prisma', migrations: { path: process.env.MIGRATIONS }, adapter }
