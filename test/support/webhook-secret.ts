/** The `WEBHOOK_SECRET` of every service that the tests start. */
export const TEST_SECRET = 'a secret that only the tests know';
