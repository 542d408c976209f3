import { indexRows } from '../node/dataset/indexDataset';
import { serveThread } from '../node/dataset/threadStream';

serveThread(indexRows);
