import { connect, type IncomingHttpHeaders } from "node:http2";
import { authority, type Connect } from "./connect-to.ts";
import { decodeHealthResponse, encodeHealthRequest, type ServingStatus } from "./health-message.ts";

export interface GrpcQuestion {
  readonly host: string;
  readonly port: number;
  /** Empty: the whole server. */
  readonly service: string;
}

const mostAnswerBytes = 1024;
/** Source: grpc/grpc doc/statuscodes.md. */
const codes = new Map([
  ["5", "NOT_FOUND"],
  ["12", "UNIMPLEMENTED"],
  ["14", "UNAVAILABLE"],
  ["16", "UNAUTHENTICATED"],
]);

/**
 * Calls grpc.health.v1.Health/Check without TLS, as Kubernetes does.
 * @throws an error when the server does not answer, or answers something else
 */
export async function askGrpc({ host, port, service }: GrpcQuestion, dial: Connect): Promise<ServingStatus> {
  const socket = await dial(host, port);
  return new Promise<ServingStatus>((resolve, reject) => {
    const session = connect(`http://${authority(host, port)}`, { createConnection: () => socket });
    const closed = () => reject(new Error("the connection was closed"));
    session.once("error", reject).once("close", closed);
    const stream = session.request({
      ":method": "POST",
      ":path": "/grpc.health.v1.Health/Check",
      "content-type": "application/grpc",
      te: "trailers",
      "user-agent": "hashike-probe/1",
    });
    const chunks: Buffer[] = [];
    let head: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders = {};
    stream.once("response", (headers) => (head = headers));
    stream.once("trailers", (headers) => (trailers = headers));
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (Buffer.concat(chunks).length > mostAnswerBytes) reject(new Error("the answer is no gRPC message"));
    });
    stream.once("error", reject);
    stream.once("end", () => {
      try {
        resolve(readAnswer(head, trailers, Buffer.concat(chunks)));
      } catch (error) {
        reject(error);
      }
    });
    stream.end(encodeHealthRequest(service));
  }).finally(() => socket.destroy());
}

/** A failure may come without a body, and then has its code among the headers. */
function readAnswer(head: IncomingHttpHeaders, trailers: IncomingHttpHeaders, body: Buffer): ServingStatus {
  const code = String(trailers["grpc-status"] ?? head["grpc-status"] ?? "");
  if (code === "") throw new Error(`it answered with HTTP status ${head[":status"]}, and not by gRPC`);
  if (code !== "0") throw new Error(`it answered with gRPC status ${codes.get(code) ?? code}`);
  const status = decodeHealthResponse(body);
  if (status === undefined) throw new Error("the answer is no health status");
  return status;
}
