/** What becomes of a job whose work throws. Seen red: without the line in the log, and without the look at its error. */
import Bull, { type Queue } from 'bull';
import { takeJobs } from '../../src/common/queue';
import { type FreshServers, freshServers } from '../support/servers';
import { until } from '../support/until';

const JOB = 'job';
const FAILURES = {
  bug: new Error('a bug'),
  away: Object.assign(new Error('the connection is gone'), { code: '08006' }),
};

type Payload = { fails?: keyof typeof FAILURES };

let servers: FreshServers;
let queue: Queue<Payload>;

beforeAll(async () => {
  servers = await freshServers();
  queue = new Bull('jobs', servers.redisUrl);
}, 30_000);
afterAll(async () => {
  await queue.close();
  await servers.stop();
}, 30_000);

it('it is logged, unless the database is away, and those behind it go on', async () => {
  const [logged, done]: [unknown[], Payload[]] = [[], []];
  takeJobs(queue, {
    name: JOB,
    concurrency: 1,
    work: job => (job.fails ? Promise.reject(FAILURES[job.fails]) : Promise.resolve(void done.push(job))),
    logger: { error: (line: unknown) => logged.push(line) },
  });
  const failing = await queue.add(JOB, { fails: 'bug' });
  await queue.add(JOB, { fails: 'away' });
  await queue.add(JOB, {});
  await until('the last job is done', () => done.length > 0);
  expect(logged).toEqual([{ err: FAILURES.bug, jobId: failing.id }]);
});
