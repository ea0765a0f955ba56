const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const README = join(__dirname, '..', 'README.md');

/**
 * Takes the settings of whoever's shell this is from this process, and so from those that it starts: they may be meant
 * for another Darkroom, and lead to a storage or to servers in use.
 */
function forgetSettings({ except = [] } = {}) {
  for (const name of settingNames()) if (!except.includes(name)) delete process.env[name];
}

/** Of every setting, from the README's table, which a test compares with the code. */
function settingNames() {
  const chapter = readFileSync(README, 'utf8')
    .split(/^## /m)
    .find(part => part.startsWith('Settings\n'));
  return [...chapter.matchAll(/^\| `(.+?)` \|/gm)].map(([, name]) => name);
}

module.exports = { forgetSettings };
