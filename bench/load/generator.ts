// The process that makes closed-loop load.
import { answerParent } from './answer-parent.js';
import { type LoadJob, runLoad } from './http-load.js';

answerParent((job: LoadJob) => runLoad(job));
