/** The calls that a client of Darkroom makes. */
export class Client {
  constructor(url) {
    this.url = url;
  }

  async upload({ name, csv }, webhookUrl) {
    const form = new FormData();
    form.set('file', new Blob([csv]), name);
    form.set('webhook_url', webhookUrl);
    return (await this.call('/api/upload', { method: 'POST', body: form })).json();
  }

  async products(id) {
    return (await (await this.call(`/api/details/${id}`)).json()).products;
  }

  async outputCsv(id) {
    return (await this.call(`/api/download/${id}`)).text();
  }

  async webhookSecret() {
    return (await (await this.call('/api/webhooks/secret')).json()).secret;
  }

  async call(path, options) {
    const response = await fetch(this.url + path, options);
    if (response.ok) return response;
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  }
}
