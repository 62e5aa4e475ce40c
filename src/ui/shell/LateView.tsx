import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { LATE } from "../strings/shell.ts";
import { Icon } from "./Icon.tsx";

export interface LateViewProps {
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

/** A view whose program is fetched when it is first opened. Where that fails the race is not lost. */
export function LateView({ load }: LateViewProps) {
  const [attempt, setAttempt] = useState(0);
  return (
    <Boundary key={attempt} again={() => setAttempt(attempt + 1)}>
      <Attempt load={load} />
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
  readonly again: () => void;
  readonly children: ReactNode;
}

class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
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
            <button type="button" className="btn primary" onClick={this.props.again}>
              {LATE.again}
            </button>
          </div>
        </section>
      </main>
    );
  }
}
