using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "page", disk = "../page/dist"),
    # "private" reaches an API on this machine, such as the emulator. For the real one, "public" is enough.
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:3000", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "dist/worker.js")],
  compatibilityDate = "2026-01-01",
  bindings = [
    (name = "COMETAPI_KEY", fromEnvironment = "COMETAPI_KEY"),
    (name = "COMETAPI_BASE_URL", fromEnvironment = "COMETAPI_BASE_URL"),
    (name = "VIDEO_ID_SECRET", fromEnvironment = "VIDEO_ID_SECRET"),
    (name = "PAGE", service = "page"),
  ],
);
