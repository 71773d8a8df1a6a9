import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { SqliteDialect } from 'kysely'
import Database from 'libsql'
import { createSqliteTaskStore } from 'react-video-task/server'

export const { STUDIO_FOLDER = '.' } = process.env
const database = new Database(`${STUDIO_FOLDER}/studio.db`)
export const tasks = createSqliteTaskStore(database)

/** Users and their sessions. Its secret and URL are BETTER_AUTH_SECRET and BETTER_AUTH_URL. */
export const auth = betterAuth({
  database: { dialect: new SqliteDialect({ database }), type: 'sqlite' },
  emailAndPassword: { enabled: true },
})
await (await getMigrations(auth.options)).runMigrations()
export const userOf = async ({ headers }: Request) => (await auth.api.getSession({ headers }))?.user
