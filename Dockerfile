# Builds the program and its native SQLite binding, then keeps only what runs.
# Not Node 24: its headers from 24.19 on give addons a destructor that aborts the process during garbage collection, and
# the binding is compiled against them where no published binary fits (https://github.com/nodejs/node/issues/65446).
FROM node:22-slim AS build
WORKDIR /app
# A compiler for that.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json asconfig.json bundle.js ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
ENV NODE_ENV=production POSTHORN_HOST=0.0.0.0 POSTHORN_PORT=8080 POSTHORN_DATA=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
COPY migrations ./migrations
COPY LICENSE ./
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.POSTHORN_PORT}/health/ready`).then((answer) => { process.exitCode = answer.ok ? 0 : 1; }, () => { process.exitCode = 1; })"]
STOPSIGNAL SIGTERM
CMD ["node", "bin/posthorn", "serve"]
