import type { TraceReport } from '@site/src/spec/trace/findings.ts';
import type { TraceRule } from '@site/src/spec/trace/coverage/index.ts';
import type { AssumedHost } from '@site/src/spec/trace/host-vendor.ts';
import type { AssumedLbr } from '@site/src/spec/trace/judge/guest-msr.ts';

/** To the worker: judge this. One trace per worker; it is ended by terminating the worker. */
export interface TraceRequest {
  readonly name: string;
  readonly data: Blob;
  readonly guest: AssumedLbr;
  /** What the page knows of the host and the trace does not show. */
  readonly host?: AssumedHost;
  /** The rules that leave marks. The worker has no rules of its own: their properties are much to load. */
  readonly contract: readonly TraceRule[];
}

/** From the worker. */
export type TraceAnswer =
  | { readonly kind: 'progress'; readonly lines: number; readonly bytes: number; readonly violations: number }
  | { readonly kind: 'report'; readonly report: TraceReport }
  | { readonly kind: 'refused'; readonly message: string };
