import { Table, VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { RequestStatus } from '../api/types';
import { bytes } from '../format/numbers';
import classes from './charts.module.css';
import { axisMarks } from './scale';

const HEIGHT = 210;
const LEFT = 64;
const WIDEST_COLUMN = 44;
/** The share of its place that a column fills. */
const FILLED = 0.62;

/** A column for each catalogue, oldest first: bytes before and after. Screen readers get the same as a table. */
export function BytesChart({ requests }: { requests: RequestStatus[] }) {
  const { ref, width } = useElementSize();
  return (
    <>
      <div ref={ref} className={classes.plot}>
        {width > 0 && <Columns requests={requests} width={width} />}
      </div>
      <ul className={classes.legend}>
        <li>
          <span className={classes.swatch} data-faint /> Before
        </li>
        <li>
          <span className={classes.swatch} /> After
        </li>
      </ul>
      <VisuallyHidden>
        <BytesTable requests={requests} />
      </VisuallyHidden>
    </>
  );
}

/** @param width in pixels, so that letters keep their size */
function Columns({ requests, width: whole }: { requests: RequestStatus[]; width: number }) {
  const marks = axisMarks(
    Math.max(...requests.map(({ bytes: { input, output } }) => Math.max(input, output))),
  );
  const top = marks.at(-1) || 1;
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const place = (whole - LEFT) / requests.length;
  const width = Math.min(WIDEST_COLUMN, place * FILLED);
  return (
    <svg className={classes.svg} viewBox={`0 -8 ${whole} ${HEIGHT + 12}`} aria-hidden="true">
      {marks.map(mark => (
        <g key={mark}>
          <line className={classes.grid} x1={LEFT} x2={whole} y1={y(mark)} y2={y(mark)} />
          <text className={classes.axis} x={LEFT - 10} y={y(mark) + 4} textAnchor="end">
            {mark === 0 ? '0' : bytes(mark)}
          </text>
        </g>
      ))}
      {requests.map(({ request_id, filename, bytes: { input, output } }, index) => (
        <g key={request_id} transform={`translate(${LEFT + place * (index + 0.5) - width / 2} 0)`}>
          <title>{`${filename}: ${bytes(input)} became ${bytes(output)}`}</title>
          <rect className={classes.before} y={y(input)} width={width} height={HEIGHT - y(input)} rx={4} />
          <rect className={classes.after} y={y(output)} width={width} height={HEIGHT - y(output)} rx={4} />
        </g>
      ))}
    </svg>
  );
}

function BytesTable({ requests }: { requests: RequestStatus[] }) {
  return (
    <Table aria-label="Bytes before and after, by catalogue">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Catalogue</Table.Th>
          <Table.Th scope="col">Before</Table.Th>
          <Table.Th scope="col">After</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {requests.map(({ request_id, filename, bytes: { input, output } }) => (
          <Table.Tr key={request_id}>
            <Table.Td>{filename}</Table.Td>
            <Table.Td>{bytes(input)}</Table.Td>
            <Table.Td>{bytes(output)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
