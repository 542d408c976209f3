import { version } from '../../package.json';

/** The version that recipes and manifests name. */
export const programVersion: string = version;
