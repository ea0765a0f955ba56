import './demo/own-settings.mjs';
import { build } from './build.mjs';
import { install } from './install.mjs';

install();
build();
// Only now: it imports packages that may just have been installed.
const { runDemo } = await import('./demo/run-demo.mjs');
process.exit(await runDemo({ staysUp: !process.argv.includes('--exit') }));
