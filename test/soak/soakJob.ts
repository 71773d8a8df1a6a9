import { cpus } from 'node:os'
import { readSoakOptions } from './SoakOptions.js'
import { soakPart } from './soakPart.js'

// One of the processes that run.ts starts: its number, then the options.
const [job = '0', ...args] = process.argv.slice(2)
const result = await soakPart(readSoakOptions(args, cpus().length), Number(job))
process.send?.({ ...result, cpu: process.cpuUsage() }, () => process.disconnect())
