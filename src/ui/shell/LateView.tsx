import { Component, lazy, type ReactNode, Suspense, useState } from "react";
import { LATE } from "../strings/shell.ts";
import { Icon } from "./Icon.tsx";
import { type LoadedView, loadView } from "./loadView.ts";

export interface LateViewProps {
  readonly load: () => Promise<LoadedView>;
}

/** A view whose program is fetched when it is first opened. Where that fails the race is not lost. */
export function LateView({ load }: LateViewProps) {
  const [attempt, setAttempt] = useState<{ readonly count: number; readonly failure: unknown }>({
    count: 0,
    failure: null,
  });
  const again = (failure: unknown) => setAttempt({ count: attempt.count + 1, failure });
  return (
    <Boundary key={attempt.count} again={again}>
      <Attempt load={() => loadView(load, attempt.failure, attempt.count)} />
    </Boundary>
  );
}

function Attempt({ load }: LateViewProps) {
  const [View] = useState(() => lazy(load));
  return (
    <Suspense
      fallback={
        <main className="measured late" id="main">
          <p role="status">{LATE.loading}</p>
        </main>
      }
    >
      <View />
    </Suspense>
  );
}

interface BoundaryProps {
  readonly again: (failure: unknown) => void;
  readonly children: ReactNode;
}

class Boundary extends Component<BoundaryProps, { readonly failure: { readonly error: unknown } | null }> {
  override state = { failure: null as { readonly error: unknown } | null };

  static getDerivedStateFromError(error: unknown): { failure: { readonly error: unknown } } {
    return { failure: { error } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <main className="measured late" id="main">
        <section className="problem large" role="alert">
          <div className="what">
            <Icon name="stop" />
            <h2>{LATE.failed}</h2>
          </div>
          <p className="why">{LATE.why}</p>
          <p className="do">{LATE.remedy}</p>
          <div className="ways">
            <button type="button" className="btn primary" onClick={() => this.props.again(failure.error)}>
              {LATE.again}
            </button>
          </div>
        </section>
      </main>
    );
  }
}
