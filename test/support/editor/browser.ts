import { type Browser, chromium } from 'playwright-core';
import { requiredVariable } from './server';

/** Chromium without the parts that ask the network or a graphics card. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: requiredVariable('SFT_LENS_CHROMIUM'),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
  });
}
