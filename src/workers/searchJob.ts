import { searchRows } from '../node/dataset/searchRows';
import { serveThread } from '../node/dataset/threadStream';

serveThread(searchRows);
