import { serveThread } from '../node/dataset/threadStream';
import { readRowsHere } from '../node/session/readRows';

serveThread(readRowsHere);
