import { Table, Text } from '@mantine/core';
import type { CsvProblem } from '../api/types';
import { whole } from '../format/numbers';
import { explain } from './problem-advice';
import classes from './problem-table.module.css';

/** Problems of other kinds may have no value either, as they are not about the text of a cell. */
const ABOUT_EMPTY_CELLS = ['empty_product_name', 'no_image_url'];

/** The problems of a file, place by place, and what to do about each. */
export function ProblemTable({ problems, total }: { problems: CsvProblem[]; total: number }) {
  return (
    <>
      <div className={classes.scroll} role="region" aria-label="Problems of the file" tabIndex={0}>
        <Table verticalSpacing={9} horizontalSpacing="md" fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Line</Table.Th>
              <Table.Th scope="col">Column</Table.Th>
              <Table.Th scope="col">Value</Table.Th>
              <Table.Th scope="col">Problem</Table.Th>
              <Table.Th scope="col">What to do</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.map((problem, index) => (
              <Row key={index} {...problem} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {total > problems.length && (
        <Text size="sm" c="dimmed">
          The first {whole(problems.length)} of {whole(total)} problems.
        </Text>
      )}
    </>
  );
}

function Row(problem: CsvProblem) {
  const { line, column, value, code } = problem;
  const { what, advice } = explain(problem);
  return (
    <Table.Tr>
      <Table.Td className={classes.number} data-label="Line">
        {line === null ? 'whole file' : whole(line)}
      </Table.Td>
      <Table.Td data-label="Column">{column ?? '–'}</Table.Td>
      <Table.Td data-label="Value">
        {value ? (
          <span className={classes.value} dir="auto">
            {value}
          </span>
        ) : (
          <span className={classes.advice}>{ABOUT_EMPTY_CELLS.includes(code) ? 'empty' : '–'}</span>
        )}
      </Table.Td>
      <Table.Td data-label="Problem">{what}</Table.Td>
      <Table.Td data-label="What to do">{advice}</Table.Td>
    </Table.Tr>
  );
}
