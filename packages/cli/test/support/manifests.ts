/** The README's first manifest. */
export const quickstart = `apiVersion: v1
kind: Hashike
metadata:
  namespace: my-project
  name: rest-api
spec:
  containers:
  - name: web
    image: nginx:alpine-slim
    env:
    - name: MY_ENV
      value: test
    ports:
    - containerPort: 80
      hostPort: 8000
      protocol: tcp
  - name: store
    image: redis:alpine
    ports:
    - containerPort: 6379
`;

/** A container with a volume and a secret. */
export const withSecret = `apiVersion: v1
kind: Hashike
metadata: { name: db }
spec:
  containers:
  - name: postgres
    image: postgres:17
    env:
    - { name: POSTGRES_PASSWORD, value: hunter2 }
    volumeMounts:
    - { name: data, mountPath: /var/lib/postgresql/data }
  volumes:
  - name: data
    emptyDir: {}
`;

/** A manifest of one container. */
export function single(name: string, image = "nginx:alpine-slim"): string {
  return `apiVersion: v1\nkind: Hashike\nmetadata: { name: ${name} }\nspec: { containers: [{ name: ${name}, image: "${image}" }] }\n`;
}
