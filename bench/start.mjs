// Installs and builds what is missing, then measures.
import { run } from '../scripts/run.mjs';
import { build } from '../scripts/build.mjs';
import { install } from '../scripts/install.mjs';

install();
build();
run(process.execPath, ['-r', '@swc-node/register', 'bench/run.ts', ...process.argv.slice(2)]);
