const { forgetSettings } = require('./scripts/forget-settings');

// Before Jest starts its workers, which get their environment from here.
forgetSettings();

const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
      module: { type: 'commonjs' },
    },
  ],
};
const shared = { rootDir: __dirname, testEnvironment: 'node', transform };

const onTheirOwn = { ...shared, setupFilesAfterEnv: ['<rootDir>/test/support/test-timeout.ts'] };

const withServers = {
  ...onTheirOwn,
  globalSetup: '<rootDir>/test/support/servers.setup.ts',
  globalTeardown: '<rootDir>/test/support/servers.teardown.ts',
};

const withOwnFolders = {
  ...onTheirOwn,
  globalSetup: '<rootDir>/test/support/abandoned-folders.setup.ts',
};

/**
 * `unit` needs no server and takes seconds. `e2e` and `security` share one real Postgres, in which each file has a
 * database of its own. `faults` starts the built service (`npm run build`) on servers of its own, and kills, stops and
 * starves any of them; `browser` looks at the page of the built service in Chromium.
 */
module.exports = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{src,scripts,web}/**/*.spec.ts'] },
    { ...withServers, displayName: 'e2e', testMatch: ['<rootDir>/test/**/*.e2e.ts'] },
    { ...withServers, displayName: 'security', testMatch: ['<rootDir>/test/security/*.security.ts'] },
    { ...withOwnFolders, displayName: 'faults', testMatch: ['<rootDir>/test/faults/*.fault.ts'] },
    { ...onTheirOwn, displayName: 'browser', testMatch: ['<rootDir>/test/browser/*.browser.ts'] },
  ],
};
