declare module "virtual:theme.css";
declare module "virtual:company.css";
