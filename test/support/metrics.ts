/** What a process tells Prometheus, as it was asked at one moment. */
export class Scrape {
  private constructor(private readonly text: string) {}

  static async of(url: string): Promise<Scrape> {
    const answer = await fetch(`${url}/metrics`);
    if (!answer.ok) throw new Error(`/metrics answered ${answer.status}: ${await answer.text()}`);
    return new Scrape(await answer.text());
  }

  /** Names of all metrics; a histogram's is that of its base. */
  names(): string[] {
    return [...this.text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
  }

  /** A sample by its name and labels in the order in which they are shown: `images_total{outcome="failed"}`. */
  value(sample: string): number | undefined {
    const line = this.text.split('\n').find(line => line.startsWith(`darkroom_${sample} `));
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')).replace('Nan', 'NaN'));
  }

  /** The series of a counter that are not 0, by their labels. */
  counted(name: string): Record<string, number> {
    const series = [...this.text.matchAll(new RegExp(`^darkroom_${name}\\{(.*)\\} (\\S+)$`, 'gm'))];
    return Object.fromEntries(
      series.filter(([, , value]) => value !== '0').map(([, labels = '', value]) => [labels, Number(value)]),
    );
  }

  /** Every value that a label has anywhere. */
  labels(label: string): string[] {
    const found = this.text.matchAll(new RegExp(`[{,]${label}="([^"]*)"`, 'g'));
    return [...new Set([...found].map(([, value = '']) => value))];
  }
}
