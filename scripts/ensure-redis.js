// Finds a Redis server for the tests of several instances, or installs Debian's.
import { findRedis } from './find-redis.js'
import { installFromDebian } from './install-from-debian.js'

if (!findRedis()) {
  console.log('No Redis server found for the tests; installing one.')
  installFromDebian('redis-server')
  if (!findRedis()) {
    console.error(
      'The tests need a Redis server and none could be installed.\n' +
        'Install one (Debian: apt-get install redis-server; macOS: brew install redis)\n' +
        'or point REDIS_SERVER_PATH at an executable, then run this again.',
    )
    process.exit(1)
  }
}
