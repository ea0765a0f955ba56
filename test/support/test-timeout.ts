/** Real servers on a busy machine take their time; the waits inside the tests have limits of their own. */
jest.setTimeout(120_000);
