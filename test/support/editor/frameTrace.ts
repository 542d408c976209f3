/** Recorded traces of a page: its tasks, by wall clock and by processor time, and what each frame of it did. */
import type { Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph?: string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly frame?: string; readonly frames?: readonly { frame: string; url: string }[] };
    readonly beginData?: { readonly frame?: string };
  };
}

/** Milliseconds. */
export interface Work {
  readonly wallMs: number;
  /** What of it a processor spent on it: on a machine that others use too, the rest is waiting. */
  readonly cpuMs: number;
}

export interface FrameTrace {
  /** Tasks of the main threads of pages, the most costly for the processor first. */
  readonly tasks: readonly Work[];
  /** Scripts, styles and layout of the webview's own frames, likewise. */
  readonly ownWork: readonly Work[];
  /** Between two frames that were drawn, longest first. */
  readonly drawGapsMs: readonly number[];
}

const ownWorkNames = ['FunctionCall', 'FireAnimationFrame', 'UpdateLayoutTree', 'Layout', 'TimerFire'];

/** What all pages of a window did meanwhile. */
export async function traced(page: Page, act: () => Promise<void>): Promise<FrameTrace> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event as unknown as TraceEvent);
  });
  const ended = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
        'disabled-by-default-devtools.timeline.frame',
        'toplevel',
        '__metadata',
      ],
    },
  });
  await act();
  await session.send('Tracing.end');
  await ended;
  return frameTrace(events);
}

function frameTrace(events: readonly TraceEvent[]): FrameTrace {
  const mainThreads = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  );
  const onMain = events.filter((event) => event.dur !== undefined && mainThreads.has(threadOf(event)));
  const own = webviewFrames(events);
  return {
    tasks: byCost(onMain.filter(({ name }) => name === 'ThreadControllerImpl::RunTask')),
    ownWork: byCost(onMain.filter((event) => ownWorkNames.includes(event.name) && own.has(frameOf(event)))),
    drawGapsMs: gaps(events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000)),
  };
}

const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;

const frameOf = ({ args }: TraceEvent): string => args?.data?.frame ?? args?.beginData?.frame ?? '';

/** Frames whose document is a webview's, or lies in one. */
function webviewFrames(events: readonly TraceEvent[]): Set<string> {
  const frames = events.flatMap(({ name, args }) =>
    name === 'TracingStartedInBrowser' ? (args?.data?.frames ?? []) : [],
  );
  return new Set(frames.filter(({ url }) => url.includes('/contrib/webview/')).map(({ frame }) => frame));
}

function byCost(events: readonly TraceEvent[]): Work[] {
  return events
    .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, cpuMs: tdur / 1000 }))
    .sort((a, b) => b.cpuMs - a.cpuMs);
}

function gaps(times: number[]): number[] {
  times.sort((a, b) => a - b);
  return times
    .slice(1)
    .map((time, index) => time - times[index]!)
    .sort((a, b) => b - a);
}
