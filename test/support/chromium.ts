import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import places from './chromium-places.json';

/** It is to talk to the service under test and to nobody else, and to look the same everywhere. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--font-render-hinting=none',
];

/** The system's Chromium, without a window; CHROMIUM names another. `npm test` installs one where there is none. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? places.find(existsSync);
  if (!executablePath) throw new Error('No Chromium found: install it, or set CHROMIUM to its path');
  return chromium.launch({
    executablePath,
    // Its sandbox does not work for root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: QUIET,
  });
}
