// Finds Chromium, or installs it with fonts for every script we show, where that is possible: root on Debian.
import { existsSync } from 'node:fs';
import { onPath, run } from './processes.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = ['/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const packages = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji', 'fonts-noto-core'];
const aptOptions = ['-y', '-q', '--no-install-recommends'];

/** The path of Chromium; throws the reason when there is none and none can be installed. */
export async function ensureChromium(say) {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) {
    throw new Error(
      'Chromium is not installed, and only root on Debian can install it here (apt-get install chromium)',
    );
  }
  say('installing Chromium through apt');
  const { code, output } = await aptInstall();
  const installed = findChromium();
  if (installed === undefined) throw new Error(`apt-get could not install Chromium (${code}): ${output.slice(-300)}`);
  return installed;
}

function findChromium() {
  const named = process.env.SFT_LENS_CHROMIUM;
  if (named) return named;
  return applications.find((file) => existsSync(file)) ?? commands.map(onPath).find((file) => file !== undefined);
}

async function aptInstall() {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 };
  const first = await run('apt-get', ['install', ...aptOptions, ...packages], options);
  if (first.code === 0) return first;
  await run('apt-get', ['update', '-q'], options); // a fresh image has no package lists
  return run('apt-get', ['install', ...aptOptions, ...packages], options);
}
