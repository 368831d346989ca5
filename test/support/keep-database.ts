// Keeps the database of a folder until its input ends: a process that tests can kill. Prints one line of JSON when it is ready.
import { keepDatabase } from '../../src/platform/db/keeper.ts';

const [dataDir = ''] = process.argv.slice(2);
const keeper = await keepDatabase({ dataDir, fsync: false });
process.stdout.write(`${JSON.stringify({ cluster: keeper.cluster, started: keeper.started, host: keeper.connection.host })}\n`);
process.stdin.on('end', () => void keeper.stop().then(() => process.exit(0)));
process.stdin.resume();
