import { chosenRegion, isRegion } from "./regions";

/** The pages of services that are only shown. */
export type ServiceRoute =
  | { page: "service"; service: string; region: string }
  | { page: "resource"; service: string; region: string; arn: string; prefix?: string };

const PATHS: Record<string, string> = {
  s3: "/s3/buckets",
  ec2: "/ec2/home",
  lambda: "/lambda/home",
  dynamodb: "/dynamodbv2/home",
  rds: "/rds/home",
  sns: "/sns/v3/home",
  sqs: "/sqs/v3/home",
  kms: "/kms/home",
  secretsmanager: "/secretsmanager/listsecrets",
  cloudwatch: "/cloudwatch/home",
  cloudformation: "/cloudformation/home",
  route53: "/route53/v2/home",
};

const HOST = /^([a-z]{2}-[a-z]+-\d)\.console\.aws\.amazon\.com$/;
const RESOURCE = "#/resource/";
const BUCKET = /^arn:aws:s3:::([a-z0-9][a-z0-9.-]*)(?:\/(.+))?$/s;

/** The region of a console's host; `null` for any other host. */
export function regionOf(host: string): string | null {
  const region = HOST.exec(host)?.[1];
  return region !== undefined && isRegion(region) ? region : null;
}

/** The address of a service, or of what it holds. */
export function serviceAddress(route: ServiceRoute): string {
  const { service, region } = route;
  const host = `https://${region}.console.aws.amazon.com`;
  const home = `${host}${PATHS[service] ?? `/${service}/home`}?region=${region}`;
  if (route.page === "service") return home;
  const [, bucket, key] = (service === "s3" && BUCKET.exec(route.arn)) || [];
  if (bucket === undefined) return `${home}${RESOURCE}${encodeURIComponent(route.arn)}`;
  const folder = route.prefix === undefined ? "" : `&prefix=${encodeURIComponent(route.prefix)}`;
  return key === undefined
    ? `${host}/s3/buckets/${bucket}?region=${region}${folder}`
    : `${host}/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;
}

/** The service that an address of a console's host leads to. The address says the region, and before that its host. */
export function serviceRoute(path: string, url: URL): ServiceRoute | null {
  const asked = url.searchParams.get("region");
  const region = asked !== null && isRegion(asked) ? asked : (regionOf(url.hostname) ?? chosenRegion());
  const [, bucketPage, bucket] = /^\/s3\/(buckets|object)\/([a-z0-9][a-z0-9.-]*)$/.exec(path) ?? [];
  if (bucket !== undefined) {
    const key = url.searchParams.get("prefix") ?? "";
    const arn = `arn:aws:s3:::${bucket}`;
    if (key === "") return { page: "resource", service: "s3", region, arn };
    return bucketPage === "object"
      ? { page: "resource", service: "s3", region, arn: `${arn}/${key}` }
      : { page: "resource", service: "s3", region, arn, prefix: key };
  }
  const service = Object.keys(PATHS).find((id) => PATHS[id] === path);
  if (service === undefined) return null;
  if (!url.hash.startsWith(RESOURCE)) return { page: "service", service, region };
  try {
    return { page: "resource", service, region, arn: decodeURIComponent(url.hash.slice(RESOURCE.length)) };
  } catch {
    return null;
  }
}
