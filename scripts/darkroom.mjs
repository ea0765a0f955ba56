#!/usr/bin/env node
import { build } from './build.mjs';
import { install } from './install.mjs';
import { reportOnStandardError } from './run.mjs';
import { exitCodeOf, passSignalsTo, startBuilt } from './serve.mjs';

const args = process.argv.slice(2);

reportOnStandardError();
// Only a run needs servers of its own.
install({ redis: args[0] === 'run' });
build();
const command = startBuilt('cli/main.js', args);
passSignalsTo(() => command);
command.once('exit', (code, signal) => process.exit(exitCodeOf(code, signal)));
