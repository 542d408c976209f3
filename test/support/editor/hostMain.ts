import { runSuites } from './runSuites';

/** What VS Code calls in its extension host. */
export async function run(): Promise<void> {
  const { failed } = await runSuites('hostSuites.js', 'SFT_LENS_HOST_RESULT', 60_000);
  if (failed > 0) throw new Error(`${failed} failed`);
}
