// `npm start`: installs, builds, and opens a VS Code with the extension on the examples. Plain JavaScript, because it
// runs before install.
// usage: npm start [-- FILE] [--headless [--tags-field=PATH]] [--browser]
//   --headless  normalize, measure and select in the terminal instead; PATH names the field that holds tags
//   --browser   VS Code in the browser even where a desktop one could be had
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { downloadDesktop, installedDesktop, openDesktop, whyNoWindow } from './tools/desktopEditor.mjs';
import { runHeadless } from './tools/headless.mjs';
import { ensurePackages } from './tools/install.mjs';
import { cache, inRoot, root } from './tools/paths.mjs';
import { mustRun } from './tools/processes.mjs';
import { serveEditor } from './tools/servedEditor.mjs';

const oldestNode = [20, 19];
const datasetEditor = 'sftLens.datasetEditor';
const say = (message) => console.log(`SFT Lens: ${message}`);

main().then(
  (code) => (process.exitCode = code),
  (error) => {
    console.error(`SFT Lens: ${error.message}`);
    process.exitCode = 1;
  },
);

async function main() {
  const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
  const named = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
  checkNode();
  const file = named === undefined ? exampleFile() : path.resolve(process.env.INIT_CWD ?? '.', named);
  if (!existsSync(file) || !statSync(file).isFile()) throw new Error(`${file} is not a file.`);
  await ensurePackages(say);
  say('building');
  await mustRun(process.execPath, ['esbuild.js', '--production']);
  if (flags.includes('--headless')) return runHeadless(file, valueOf(flags, '--tags-field'));
  return openEditor(file, flags.includes('--browser'));
}

function valueOf(flags, name) {
  return flags.find((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Error(`Node ${oldestNode.join('.')} or newer is needed, this is ${process.versions.node}.`);
}

/** The dataset that we ship: the largest of the examples that is no journal. */
function exampleFile() {
  const sizeOf = (name) => statSync(inRoot('examples', name)).size;
  const names = readdirSync(inRoot('examples')).filter((name) => /^(?!.*\.tags\.jsonl$).*\.(jsonl|json)$/.test(name));
  const largest = names.sort((first, second) => sizeOf(second) - sizeOf(first))[0];
  if (largest === undefined) throw new Error('examples/ holds no dataset.');
  return inRoot('examples', largest);
}

/** Desktop VS Code where there is one, else a downloaded one, else code-server; says which and why. */
async function openEditor(file, isBrowserWanted) {
  const folder = path.dirname(file);
  const userFolder = writeProfile(file);
  const desktop = isBrowserWanted ? { reason: '--browser was asked for' } : await findDesktop();
  if (desktop.program !== undefined) {
    say(`opening ${desktop.program}: ${desktop.reason}`);
    const extension = [`--extensionDevelopmentPath=${root}`, `--user-data-dir=${userFolder}`];
    await openDesktop(desktop.program, [...extension, '--disable-workspace-trust', '--new-window', folder, file]);
    return 0;
  }
  say(`serving VS Code in the browser (code-server): ${desktop.reason}`);
  await mustRun(process.execPath, [inRoot('test/support/pack.mjs'), '--no-build']);
  return serveEditor({ packedFile: inRoot('dist/sft-lens.vsix'), userFolder, folder, file, say });
}

async function findDesktop() {
  const noWindow = whyNoWindow();
  if (noWindow !== undefined) return { reason: noWindow };
  const program = installedDesktop();
  if (program !== undefined) return { program, reason: 'it is installed here' };
  say('no desktop VS Code is installed here, trying to download one');
  return downloadDesktop().then(
    (downloaded) => ({ program: downloaded, reason: 'no VS Code is installed here, so one was downloaded' }),
    (error) => ({ reason: `no desktop VS Code is installed, and none can be downloaded: ${error.message}` }),
  );
}

/** A profile of its own, in which the file opens in the dataset editor; the user's VS Code stays as it is. */
function writeProfile(file) {
  const userFolder = path.join(cache, 'start', 'user');
  mkdirSync(path.join(userFolder, 'User'), { recursive: true });
  const settings = {
    'workbench.editorAssociations': { [`**/${path.basename(file)}`]: datasetEditor },
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    'security.workspace.trust.enabled': false,
    'git.openRepositoryInParentFolders': 'never',
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
  };
  writeFileSync(path.join(userFolder, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  return userFolder;
}
