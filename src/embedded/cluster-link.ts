import { lstat, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedError } from './embedded.error';

/** The file that names the link to a cluster in the stage. Only root can write there, unlike in the cluster's folder. */
export function linkRecord(cluster: string): string {
  return `${dirname(cluster)}.link`;
}

/**
 * Where a data directory only has a link to its cluster: makes sure that the cluster is there, and no other data
 * directory's. A copy of the directory has the same link, and two programs would stop each other's server. One that was
 * moved is told from a copy by where it was: there is nothing there any more.
 * @throws EmbeddedError with what to do
 */
export async function claimLinkedCluster(link: string, stage: string): Promise<void> {
  const cluster = await readlink(link).catch(() => null);
  if (cluster === null) return;
  if (!(await stat(link).catch(() => null))) {
    throw new EmbeddedError(
      `${link} leads to ${cluster}, where there is no database: bring it back from where this folder was copied ` +
        `from, or remove the link to begin with an empty one`,
    );
  }
  if (!cluster.startsWith(`${stage}/`)) return;
  const other = (await readFile(linkRecord(cluster), 'utf8').catch(() => '')).trim();
  if (other === link) return;
  if (await isOtherLinkTo(cluster, other, link)) {
    throw new EmbeddedError(
      `${link} is a copy of ${other}, and both lead to the database in ${cluster}, which serves one of them only: ` +
        `copy that folder, too, and let the link lead to the copy`,
    );
  }
  await writeFile(linkRecord(cluster), `${link}\n`);
}

/** Whether it is another link than ours, and not ours by another path to the same folder. */
async function isOtherLinkTo(cluster: string, other: string, link: string): Promise<boolean> {
  if (other === '' || (await readlink(other).catch(() => null)) !== cluster) return false;
  const [theirs, ours] = await Promise.all([lstat(other), lstat(link)]);
  return theirs.ino !== ours.ino || theirs.dev !== ours.dev;
}
