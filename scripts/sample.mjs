import { CATALOGUE_ORIGIN, servePictures } from '../examples/serve.mjs';

/**
 * Serves the pictures of the sample catalogue on loopback, from this process: the service refuses its own ports,
 * also where they are allowed. On the port that the CSV names if that is free, else on any.
 * @returns what the service has to know to fetch them, and to offer the sample on its page
 */
export async function serveSample() {
  const usual = new URL(CATALOGUE_ORIGIN).port;
  const server = await servePictures(process.env.PORT === usual ? 0 : usual).catch(() => servePictures(0));
  const host = `127.0.0.1:${server.address().port}`;
  const allowed = [process.env.ALLOWED_PRIVATE_HOSTS, host].filter(Boolean).join(',');
  return { SAMPLE_ORIGIN: `http://${host}`, ALLOWED_PRIVATE_HOSTS: allowed };
}

/** Whether who fetches pictures for a service started from here is on this machine, and nobody has said otherwise. */
export function canServeSample({ ROLE, IMAGE_ENGINE, ALLOWED_PORTS, SAMPLE_ORIGIN } = process.env) {
  const fetchesHere = (!ROLE || ROLE === 'all') && IMAGE_ENGINE !== 'remote';
  return fetchesHere && !ALLOWED_PORTS && SAMPLE_ORIGIN === undefined;
}
