/** Asks what moved parameters would leave: a moment after the last move, the newest answer only. */
import { CancelSource, isCancelled } from '../../src/protocol/cancelSource';
import type { NormalizationHost, PreviewCounts, StepName, WorkbenchParameters } from '../../src/protocol/normalization';

export interface PreviewerOptions {
  readonly preview: NormalizationHost['preview'];
  readonly onStart: () => void;
  readonly onCounts: (counts: PreviewCounts, moved: StepName) => void;
  readonly onError: (error: unknown) => void;
}

const pauseMs = 30;

export class Previewer {
  private pause: ReturnType<typeof setTimeout> | undefined;
  private underWay: CancelSource | null = null;

  constructor(private readonly options: PreviewerOptions) {}

  ask(parameters: WorkbenchParameters, moved: StepName): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.send(parameters, moved), pauseMs);
  }

  /** Forgets what was asked. */
  stop(): void {
    clearTimeout(this.pause);
    this.underWay?.cancel();
    this.underWay = null;
  }

  private async send(parameters: WorkbenchParameters, moved: StepName): Promise<void> {
    this.underWay?.cancel();
    const source = new CancelSource();
    this.underWay = source;
    this.options.onStart();
    try {
      const counts = await this.options.preview({ parameters, moved }, source);
      if (this.underWay === source) this.options.onCounts(counts, moved);
    } catch (error) {
      if (this.underWay === source && !isCancelled(error)) this.options.onError(error);
    } finally {
      if (this.underWay === source) this.underWay = null;
    }
  }
}
