import { DATASETS } from "../../data/index.ts";
import { type PaperData, type PaperNet, type PrintedLayer, TABLE_3, TABLE_4 } from "../../theory/paper.ts";
import { Section, Wide } from "../shell/Section.tsx";
import { DATA_NAMES, grouped, NET_NAMES, NETWORKS, share } from "../strings/paper.ts";
import { networkCounts } from "./networkCounts.ts";

/** Tables 3 and 4: as printed, with what their layers amount to. */
export function Networks() {
  return (
    <Section
      id="networks"
      title={NETWORKS.title}
      caption={NETWORKS.caption}
      info={{ help: NETWORKS.help, where: NETWORKS.where }}
    >
      <div className="pair-of">
        <PrintedNetwork title={NETWORKS.three} net="lenet" data="mnist" printed={TABLE_3} />
        <PrintedNetwork title={NETWORKS.four} net="mini-cifar" data="cifar10" printed={TABLE_4} />
      </div>
    </Section>
  );
}

interface PrintedNetworkProps {
  readonly title: string;
  readonly net: PaperNet;
  readonly data: PaperData;
  readonly printed: readonly PrintedLayer[];
}

function PrintedNetwork({ title, net, data, printed }: PrintedNetworkProps) {
  const counts = networkCounts(net, data);
  const { height, width, channels } = DATASETS[data];
  const shape = `${height}×${width}×${channels}`;
  const [input, ...layers] = printed;
  return (
    <div>
      <Wide label={title}>
        <table className="network">
          <caption>
            <b>{title}</b> <span>{NETWORKS.on(DATA_NAMES[data])}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{NETWORKS.layer}</th>
              <th scope="col">{NETWORKS.printed}</th>
              <th scope="col">{NETWORKS.output}</th>
              <th scope="col" className="n">
                {NETWORKS.parameters}
              </th>
              <th scope="col" className="n">
                {NETWORKS.operations}
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{input?.[0]}</th>
              <td>
                <s>{input?.[1]}</s> <small className="wrong">{NETWORKS.input}</small>
              </td>
              <td>{shape}</td>
              <td className="n" />
              <td className="n" />
            </tr>
            {layers.map(([layer, size], i) => {
              const plan = counts.plans[i];
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: printed layers repeat and never move
                <tr key={i}>
                  <th scope="row">{layer}</th>
                  <td>{size}</td>
                  <td>
                    {plan?.output.height}×{plan?.output.width}×{plan?.output.channels}
                  </td>
                  <td className="n">{number(plan?.parameters)}</td>
                  <td className="n">{number(plan?.macs)}</td>
                </tr>
              );
            })}
            <tr className="total">
              <th scope="row" colSpan={3}>
                {NETWORKS.total}
              </th>
              <td className="n">
                <b>{grouped(counts.parameters)}</b>
              </td>
              <td className="n">
                <b>{grouped(counts.macs)}</b>
              </td>
            </tr>
          </tbody>
        </table>
      </Wide>
      <p className="note">
        {NETWORKS.honest(
          NET_NAMES[net],
          share(counts.inConvolutions),
          share(counts.convolutionsLeft),
          share(counts.wholeLeft),
        )}
      </p>
    </div>
  );
}

function number(value: number | undefined): string {
  return value === undefined || value === 0 ? "" : grouped(value);
}
