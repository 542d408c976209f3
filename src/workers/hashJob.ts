import { serveThread } from '../node/dataset/threadStream';
import { hashVersion } from '../node/export/hashSource';

serveThread(hashVersion);
