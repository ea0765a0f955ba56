import './demo/own-settings.mjs';
import { build } from './build.mjs';
import { install } from './install.mjs';

install();
build();
// Only now: it imports what may just have been installed and built.
const { runDemo } = await import('./demo/run-demo.mjs');
process.exit(await runDemo({ staysUp: !process.argv.includes('--exit') }));
