/** Stands where uploads go out; `fetch` cannot tell their progress, so the page does not use it for them. */
export function answerUploads(reply: unknown, status = 202) {
  const real = globalThis.XMLHttpRequest;
  const sent = {
    address: '',
    names: [] as string[],
    headers: {} as Record<string, string>,
    restore: () => {
      globalThis.XMLHttpRequest = real;
    },
  };
  class Request {
    upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
    onload?: () => void;
    status = status;
    responseText = JSON.stringify(reply);
    open(_: string, address: string) {
      sent.address = address;
    }
    setRequestHeader(name: string, value: string) {
      sent.headers[name] = value;
    }
    send(form: FormData) {
      sent.names = form.getAll('files').map((file) => (file as File).name);
      this.upload.onprogress?.({ loaded: 1, total: 2 });
      this.onload?.();
    }
  }
  globalThis.XMLHttpRequest = Request as unknown as typeof XMLHttpRequest;
  return sent;
}
