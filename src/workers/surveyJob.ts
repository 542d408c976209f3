import { surveyRows } from '../node/dataset/surveyRows';
import { serveThread } from '../node/dataset/threadStream';

serveThread(surveyRows);
