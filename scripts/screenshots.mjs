import { build } from './build.mjs';
import { install } from './install.mjs';
import { installChromium } from './install-chromium.mjs';
import { run } from './run.mjs';

install();
installChromium();
build();
run('node', ['-r', '@swc-node/register', 'scripts/screenshots.ts']);
