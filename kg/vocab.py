"""The words of the ontology as constants: one IRI for each term, and tables of what the terms mean.

Generated from ontology/kg.ttl by `python -m kg.ontology`; edit that file, not this one. A name without
prefix is a term of kg itself; `SCHEMA_`, `PROV_` and the like are terms that kg takes from elsewhere. Where
a class and a property differ in case only, the class is the one that ends in `_CLASS`. The tables are keyed
by local name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KG: Final = "https://w3id.org/kg-receipts/ontology#"
"""The namespace of the ontology."""

# Terms of kg
ABOUT: Final = "https://w3id.org/kg-receipts/ontology#About"
ACCURACY: Final = "https://w3id.org/kg-receipts/ontology#accuracy"
ACQUIRES: Final = "https://w3id.org/kg-receipts/ontology#acquires"
ACTIVE_PARAMETER_COUNT: Final = "https://w3id.org/kg-receipts/ontology#activeParameterCount"
ACTUAL: Final = "https://w3id.org/kg-receipts/ontology#Actual"
ADOPTION: Final = "https://w3id.org/kg-receipts/ontology#adoption"
AGE: Final = "https://w3id.org/kg-receipts/ontology#age"
AGREES: Final = "https://w3id.org/kg-receipts/ontology#Agrees"
ALTERNATIVE_VALUE: Final = "https://w3id.org/kg-receipts/ontology#alternativeValue"
ALTERNATIVE_VALUE_CLASS: Final = "https://w3id.org/kg-receipts/ontology#AlternativeValue"
AMOUNT: Final = "https://w3id.org/kg-receipts/ontology#amount"
APPLIES_TO: Final = "https://w3id.org/kg-receipts/ontology#appliesTo"
AREA: Final = "https://w3id.org/kg-receipts/ontology#area"
ARTICLE: Final = "https://w3id.org/kg-receipts/ontology#Article"
ARTICLE_VERSION: Final = "https://w3id.org/kg-receipts/ontology#ArticleVersion"
ASSETS: Final = "https://w3id.org/kg-receipts/ontology#assets"
ASSETS_UNDER_MANAGEMENT: Final = "https://w3id.org/kg-receipts/ontology#assetsUnderManagement"
ATTENDEES: Final = "https://w3id.org/kg-receipts/ontology#attendees"
ATTRIBUTION_LINK: Final = "https://w3id.org/kg-receipts/ontology#AttributionLink"
AVERAGE_SELLING_PRICE: Final = "https://w3id.org/kg-receipts/ontology#averageSellingPrice"
BACKLOG: Final = "https://w3id.org/kg-receipts/ontology#backlog"
BANDWIDTH: Final = "https://w3id.org/kg-receipts/ontology#bandwidth"
BATTERY_CAPACITY: Final = "https://w3id.org/kg-receipts/ontology#batteryCapacity"
BECAUSE: Final = "https://w3id.org/kg-receipts/ontology#because"
BEDS: Final = "https://w3id.org/kg-receipts/ontology#beds"
BENCHMARK_SCORE: Final = "https://w3id.org/kg-receipts/ontology#benchmarkScore"
CAGR: Final = "https://w3id.org/kg-receipts/ontology#cagr"
CAPABILITY: Final = "https://w3id.org/kg-receipts/ontology#Capability"
CAPACITY: Final = "https://w3id.org/kg-receipts/ontology#capacity"
CAPITAL_EXPENDITURE: Final = "https://w3id.org/kg-receipts/ontology#capitalExpenditure"
CASES: Final = "https://w3id.org/kg-receipts/ontology#cases"
CASH: Final = "https://w3id.org/kg-receipts/ontology#cash"
CASH_BURN: Final = "https://w3id.org/kg-receipts/ontology#cashBurn"
CASH_FLOW: Final = "https://w3id.org/kg-receipts/ontology#cashFlow"
CHECK: Final = "https://w3id.org/kg-receipts/ontology#check"
CHIP: Final = "https://w3id.org/kg-receipts/ontology#Chip"
CHIPS: Final = "https://w3id.org/kg-receipts/ontology#chips"
CITIES: Final = "https://w3id.org/kg-receipts/ontology#cities"
CITY: Final = "https://w3id.org/kg-receipts/ontology#City"
CLAIM: Final = "https://w3id.org/kg-receipts/ontology#Claim"
COMPANY: Final = "https://w3id.org/kg-receipts/ontology#Company"
COMPARABLE_SALES_GROWTH: Final = "https://w3id.org/kg-receipts/ontology#comparableSalesGrowth"
COMPARISON: Final = "https://w3id.org/kg-receipts/ontology#Comparison"
COMPETES_WITH: Final = "https://w3id.org/kg-receipts/ontology#competesWith"
COMPUTING_POWER: Final = "https://w3id.org/kg-receipts/ontology#computingPower"
CONFERENCE: Final = "https://w3id.org/kg-receipts/ontology#Conference"
CONFIDENCE: Final = "https://w3id.org/kg-receipts/ontology#confidence"
CONFLICTS: Final = "https://w3id.org/kg-receipts/ontology#Conflicts"
CONSISTENT: Final = "https://w3id.org/kg-receipts/ontology#Consistent"
CONTEXT_LENGTH: Final = "https://w3id.org/kg-receipts/ontology#contextLength"
CONVERSATIONS: Final = "https://w3id.org/kg-receipts/ontology#conversations"
COST: Final = "https://w3id.org/kg-receipts/ontology#cost"
COUNT: Final = "https://w3id.org/kg-receipts/ontology#count"
COUNTRIES: Final = "https://w3id.org/kg-receipts/ontology#countries"
COUNTRY: Final = "https://w3id.org/kg-receipts/ontology#Country"
CUSTOMERS: Final = "https://w3id.org/kg-receipts/ontology#customers"
DATA_SIZE: Final = "https://w3id.org/kg-receipts/ontology#dataSize"
DATE_TEXT: Final = "https://w3id.org/kg-receipts/ontology#dateText"
DEAL: Final = "https://w3id.org/kg-receipts/ontology#Deal"
DEAL_VALUE: Final = "https://w3id.org/kg-receipts/ontology#dealValue"
DEBT: Final = "https://w3id.org/kg-receipts/ontology#debt"
DECIDED_BY: Final = "https://w3id.org/kg-receipts/ontology#decidedBy"
DEFAULT_UNIT: Final = "https://w3id.org/kg-receipts/ontology#defaultUnit"
DEMAND: Final = "https://w3id.org/kg-receipts/ontology#demand"
DEPLOYMENTS: Final = "https://w3id.org/kg-receipts/ontology#deployments"
DERIVED_CLAIM: Final = "https://w3id.org/kg-receipts/ontology#DerivedClaim"
DEVELOPS: Final = "https://w3id.org/kg-receipts/ontology#develops"
DIFFERENT_MEASURE: Final = "https://w3id.org/kg-receipts/ontology#DifferentMeasure"
DIFFERS_IN: Final = "https://w3id.org/kg-receipts/ontology#differsIn"
DIFFERS_IN_SCOPE: Final = "https://w3id.org/kg-receipts/ontology#DiffersInScope"
DISTANCE: Final = "https://w3id.org/kg-receipts/ontology#distance"
DIVIDEND: Final = "https://w3id.org/kg-receipts/ontology#dividend"
DONATION: Final = "https://w3id.org/kg-receipts/ontology#donation"
DOWNLOADS: Final = "https://w3id.org/kg-receipts/ontology#downloads"
DURATION: Final = "https://w3id.org/kg-receipts/ontology#duration"
EARNINGS_PER_SHARE: Final = "https://w3id.org/kg-receipts/ontology#earningsPerShare"
EBITDA: Final = "https://w3id.org/kg-receipts/ontology#ebitda"
EFFICIENCY: Final = "https://w3id.org/kg-receipts/ontology#efficiency"
EMISSIONS: Final = "https://w3id.org/kg-receipts/ontology#emissions"
EMPLOYEES: Final = "https://w3id.org/kg-receipts/ontology#employees"
ENERGY_CONSUMPTION: Final = "https://w3id.org/kg-receipts/ontology#energyConsumption"
ENTITY: Final = "https://w3id.org/kg-receipts/ontology#Entity"
ERROR_RATE: Final = "https://w3id.org/kg-receipts/ontology#errorRate"
ESTIMATE: Final = "https://w3id.org/kg-receipts/ontology#Estimate"
EVENT: Final = "https://w3id.org/kg-receipts/ontology#Event"
EVIDENCE: Final = "https://w3id.org/kg-receipts/ontology#Evidence"
EXPERTS: Final = "https://w3id.org/kg-receipts/ontology#experts"
EXPORTS: Final = "https://w3id.org/kg-receipts/ontology#exports"
EXTRACTOR: Final = "https://w3id.org/kg-receipts/ontology#Extractor"
FACTS: Final = "https://w3id.org/kg-receipts/ontology#facts"
FEATURES: Final = "https://w3id.org/kg-receipts/ontology#features"
FIGURE_KEY: Final = "https://w3id.org/kg-receipts/ontology#figureKey"
FINDING: Final = "https://w3id.org/kg-receipts/ontology#Finding"
FINE: Final = "https://w3id.org/kg-receipts/ontology#fine"
FLAT_TYPE: Final = "https://w3id.org/kg-receipts/ontology#flatType"
FLEET: Final = "https://w3id.org/kg-receipts/ontology#fleet"
FORECAST: Final = "https://w3id.org/kg-receipts/ontology#Forecast"
FORUM: Final = "https://w3id.org/kg-receipts/ontology#Forum"
FOUNDED: Final = "https://w3id.org/kg-receipts/ontology#founded"
FREQUENCY: Final = "https://w3id.org/kg-receipts/ontology#frequency"
FUNDING: Final = "https://w3id.org/kg-receipts/ontology#funding"
FUNDING_ROUND: Final = "https://w3id.org/kg-receipts/ontology#fundingRound"
GDP: Final = "https://w3id.org/kg-receipts/ontology#gdp"
GOVERNMENT_BODY: Final = "https://w3id.org/kg-receipts/ontology#GovernmentBody"
GROSS_MARGIN: Final = "https://w3id.org/kg-receipts/ontology#grossMargin"
GROUP: Final = "https://w3id.org/kg-receipts/ontology#Group"
GROWTH_RATE: Final = "https://w3id.org/kg-receipts/ontology#growthRate"
GUIDELINE: Final = "https://w3id.org/kg-receipts/ontology#Guideline"
HAS_CAPABILITY: Final = "https://w3id.org/kg-receipts/ontology#hasCapability"
HAS_MEASUREMENT: Final = "https://w3id.org/kg-receipts/ontology#hasMeasurement"
HIRES: Final = "https://w3id.org/kg-receipts/ontology#hires"
HOLDER: Final = "https://w3id.org/kg-receipts/ontology#holder"
HOLDS_ROLE: Final = "https://w3id.org/kg-receipts/ontology#holdsRole"
IMPLIED: Final = "https://w3id.org/kg-receipts/ontology#Implied"
IMPORTS: Final = "https://w3id.org/kg-receipts/ontology#imports"
INCONSISTENT: Final = "https://w3id.org/kg-receipts/ontology#Inconsistent"
INDUSTRY: Final = "https://w3id.org/kg-receipts/ontology#Industry"
INFLATION: Final = "https://w3id.org/kg-receipts/ontology#inflation"
INSTALLED_BASE: Final = "https://w3id.org/kg-receipts/ontology#installedBase"
INTEREST_RATE: Final = "https://w3id.org/kg-receipts/ontology#interestRate"
INVESTMENT: Final = "https://w3id.org/kg-receipts/ontology#investment"
INVESTS: Final = "https://w3id.org/kg-receipts/ontology#invests"
JUDGEMENT: Final = "https://w3id.org/kg-receipts/ontology#Judgement"
JUDGES: Final = "https://w3id.org/kg-receipts/ontology#judges"
LATENCY: Final = "https://w3id.org/kg-receipts/ontology#latency"
LAYERS: Final = "https://w3id.org/kg-receipts/ontology#layers"
LAYOFFS: Final = "https://w3id.org/kg-receipts/ontology#layoffs"
LENGTH: Final = "https://w3id.org/kg-receipts/ontology#length"
LESS_THAN: Final = "https://w3id.org/kg-receipts/ontology#LessThan"
LOCATED_IN: Final = "https://w3id.org/kg-receipts/ontology#locatedIn"
MARGIN: Final = "https://w3id.org/kg-receipts/ontology#margin"
MARKET: Final = "https://w3id.org/kg-receipts/ontology#Market"
MARKET_CAPITALIZATION: Final = "https://w3id.org/kg-receipts/ontology#marketCapitalization"
MARKET_SHARE: Final = "https://w3id.org/kg-receipts/ontology#marketShare"
MARKET_SIZE: Final = "https://w3id.org/kg-receipts/ontology#marketSize"
MAX_VALUE: Final = "https://w3id.org/kg-receipts/ontology#maxValue"
MAYBE_SAME_AS: Final = "https://w3id.org/kg-receipts/ontology#maybeSameAs"
MEASUREMENT: Final = "https://w3id.org/kg-receipts/ontology#Measurement"
MEMBERS: Final = "https://w3id.org/kg-receipts/ontology#members"
MEMORY: Final = "https://w3id.org/kg-receipts/ontology#memory"
METRIC: Final = "https://w3id.org/kg-receipts/ontology#metric"
METRIC_CLASS: Final = "https://w3id.org/kg-receipts/ontology#Metric"
MODEL: Final = "https://w3id.org/kg-receipts/ontology#Model"
MODELS: Final = "https://w3id.org/kg-receipts/ontology#models"
MORE_THAN: Final = "https://w3id.org/kg-receipts/ontology#MoreThan"
MULTIPLE: Final = "https://w3id.org/kg-receipts/ontology#multiple"
NAME: Final = "https://w3id.org/kg-receipts/ontology#name"
NEGATED_PHRASE: Final = "https://w3id.org/kg-receipts/ontology#negatedPhrase"
NEGATIVE: Final = "https://w3id.org/kg-receipts/ontology#Negative"
NET_INCOME: Final = "https://w3id.org/kg-receipts/ontology#netIncome"
NEWS_OUTLET: Final = "https://w3id.org/kg-receipts/ontology#NewsOutlet"
NON_PROFIT: Final = "https://w3id.org/kg-receipts/ontology#NonProfit"
NOT_COMPARABLE: Final = "https://w3id.org/kg-receipts/ontology#NotComparable"
OPERATING_INCOME: Final = "https://w3id.org/kg-receipts/ontology#operatingIncome"
ORDERS: Final = "https://w3id.org/kg-receipts/ontology#orders"
ORGANIZATION: Final = "https://w3id.org/kg-receipts/ontology#organization"
ORGANIZATIONS: Final = "https://w3id.org/kg-receipts/ontology#organizations"
ORGANIZATION_CLASS: Final = "https://w3id.org/kg-receipts/ontology#Organization"
ORGANIZES: Final = "https://w3id.org/kg-receipts/ontology#organizes"
OUTCOME: Final = "https://w3id.org/kg-receipts/ontology#outcome"
OUTCOME_CLASS: Final = "https://w3id.org/kg-receipts/ontology#Outcome"
PARAMETER_COUNT: Final = "https://w3id.org/kg-receipts/ontology#parameterCount"
PARTICIPATES_IN: Final = "https://w3id.org/kg-receipts/ontology#participatesIn"
PARTNERS: Final = "https://w3id.org/kg-receipts/ontology#partners"
PARTNERS_WITH: Final = "https://w3id.org/kg-receipts/ontology#partnersWith"
PART_EXCEEDS_WHOLE: Final = "https://w3id.org/kg-receipts/ontology#PartExceedsWhole"
PART_OF: Final = "https://w3id.org/kg-receipts/ontology#partOf"
PATENTS: Final = "https://w3id.org/kg-receipts/ontology#patents"
PAY: Final = "https://w3id.org/kg-receipts/ontology#pay"
PERCENTAGE: Final = "https://w3id.org/kg-receipts/ontology#percentage"
PERIOD: Final = "https://w3id.org/kg-receipts/ontology#period"
PERSON: Final = "https://w3id.org/kg-receipts/ontology#Person"
PHRASE: Final = "https://w3id.org/kg-receipts/ontology#phrase"
PLACE: Final = "https://w3id.org/kg-receipts/ontology#Place"
PLANNED_PHRASE: Final = "https://w3id.org/kg-receipts/ontology#plannedPhrase"
POLARITY: Final = "https://w3id.org/kg-receipts/ontology#polarity"
POLARITY_CLASS: Final = "https://w3id.org/kg-receipts/ontology#Polarity"
POPULATION: Final = "https://w3id.org/kg-receipts/ontology#population"
POSITION: Final = "https://w3id.org/kg-receipts/ontology#Position"
POSITIVE: Final = "https://w3id.org/kg-receipts/ontology#Positive"
POWER_CONSUMPTION: Final = "https://w3id.org/kg-receipts/ontology#powerConsumption"
PRESENTED_AT: Final = "https://w3id.org/kg-receipts/ontology#presentedAt"
PRICE: Final = "https://w3id.org/kg-receipts/ontology#price"
PRICE_CHANGE: Final = "https://w3id.org/kg-receipts/ontology#priceChange"
PROBABILITY: Final = "https://w3id.org/kg-receipts/ontology#probability"
PROCESS_NODE: Final = "https://w3id.org/kg-receipts/ontology#processNode"
PRODUCT: Final = "https://w3id.org/kg-receipts/ontology#Product"
PRODUCTION: Final = "https://w3id.org/kg-receipts/ontology#production"
PRODUCTION_CAPACITY: Final = "https://w3id.org/kg-receipts/ontology#productionCapacity"
PRODUCTIVITY: Final = "https://w3id.org/kg-receipts/ontology#productivity"
PRODUCTS: Final = "https://w3id.org/kg-receipts/ontology#products"
PROFIT: Final = "https://w3id.org/kg-receipts/ontology#profit"
PROJECTS: Final = "https://w3id.org/kg-receipts/ontology#projects"
PUBLICATIONS: Final = "https://w3id.org/kg-receipts/ontology#publications"
PUBLISHES: Final = "https://w3id.org/kg-receipts/ontology#publishes"
QUALIFIER: Final = "https://w3id.org/kg-receipts/ontology#qualifier"
QUALIFIER_CLASS: Final = "https://w3id.org/kg-receipts/ontology#Qualifier"
RANK: Final = "https://w3id.org/kg-receipts/ontology#rank"
RAW_HASH: Final = "https://w3id.org/kg-receipts/ontology#rawHash"
RECURRING_REVENUE: Final = "https://w3id.org/kg-receipts/ontology#recurringRevenue"
REGION: Final = "https://w3id.org/kg-receipts/ontology#region"
REGULATES: Final = "https://w3id.org/kg-receipts/ontology#regulates"
REGULATION: Final = "https://w3id.org/kg-receipts/ontology#Regulation"
RELATION: Final = "https://w3id.org/kg-receipts/ontology#relation"
RELATION_CLASS: Final = "https://w3id.org/kg-receipts/ontology#Relation"
RELEASES: Final = "https://w3id.org/kg-receipts/ontology#releases"
REPORT: Final = "https://w3id.org/kg-receipts/ontology#Report"
RESEARCH_FIRM: Final = "https://w3id.org/kg-receipts/ontology#ResearchFirm"
RESEARCH_SPENDING: Final = "https://w3id.org/kg-receipts/ontology#researchSpending"
RESOLUTION: Final = "https://w3id.org/kg-receipts/ontology#resolution"
RESPONDENTS: Final = "https://w3id.org/kg-receipts/ontology#respondents"
RETURNS: Final = "https://w3id.org/kg-receipts/ontology#returns"
REUSED: Final = "https://w3id.org/kg-receipts/ontology#reused"
REVENUE: Final = "https://w3id.org/kg-receipts/ontology#revenue"
RULE: Final = "https://w3id.org/kg-receipts/ontology#Rule"
SAID_AT: Final = "https://w3id.org/kg-receipts/ontology#saidAt"
SALES_VOLUME: Final = "https://w3id.org/kg-receipts/ontology#salesVolume"
SAVINGS: Final = "https://w3id.org/kg-receipts/ontology#savings"
SCOPE: Final = "https://w3id.org/kg-receipts/ontology#scope"
SCREEN_SIZE: Final = "https://w3id.org/kg-receipts/ontology#screenSize"
SERVICE: Final = "https://w3id.org/kg-receipts/ontology#Service"
SHARE: Final = "https://w3id.org/kg-receipts/ontology#share"
SHARES: Final = "https://w3id.org/kg-receipts/ontology#shares"
SHARE_PRICE: Final = "https://w3id.org/kg-receipts/ontology#sharePrice"
SHARE_PRICE_CHANGE: Final = "https://w3id.org/kg-receipts/ontology#sharePriceChange"
SHIPMENTS: Final = "https://w3id.org/kg-receipts/ontology#shipments"
SITES: Final = "https://w3id.org/kg-receipts/ontology#sites"
SOURCE: Final = "https://w3id.org/kg-receipts/ontology#Source"
SPEAKS_AT: Final = "https://w3id.org/kg-receipts/ontology#speaksAt"
SPEED: Final = "https://w3id.org/kg-receipts/ontology#speed"
SPENDING: Final = "https://w3id.org/kg-receipts/ontology#spending"
STAKE: Final = "https://w3id.org/kg-receipts/ontology#stake"
STANDARDS_BODY: Final = "https://w3id.org/kg-receipts/ontology#StandardsBody"
STATEMENT: Final = "https://w3id.org/kg-receipts/ontology#Statement"
STATES: Final = "https://w3id.org/kg-receipts/ontology#states"
STATUS: Final = "https://w3id.org/kg-receipts/ontology#status"
STATUS_CLASS: Final = "https://w3id.org/kg-receipts/ontology#Status"
STORES: Final = "https://w3id.org/kg-receipts/ontology#stores"
SUBSCRIBERS: Final = "https://w3id.org/kg-receipts/ontology#subscribers"
SUBSIDY: Final = "https://w3id.org/kg-receipts/ontology#subsidy"
SUPPLIES: Final = "https://w3id.org/kg-receipts/ontology#supplies"
SUPPORTS: Final = "https://w3id.org/kg-receipts/ontology#supports"
SURVEY: Final = "https://w3id.org/kg-receipts/ontology#Survey"
TARGET: Final = "https://w3id.org/kg-receipts/ontology#Target"
TAXES: Final = "https://w3id.org/kg-receipts/ontology#taxes"
TECHNOLOGY: Final = "https://w3id.org/kg-receipts/ontology#Technology"
TEMPERATURE: Final = "https://w3id.org/kg-receipts/ontology#temperature"
TEXT_HASH: Final = "https://w3id.org/kg-receipts/ontology#textHash"
TEXT_LENGTH: Final = "https://w3id.org/kg-receipts/ontology#textLength"
TEXT_SPAN: Final = "https://w3id.org/kg-receipts/ontology#TextSpan"
THEME: Final = "https://w3id.org/kg-receipts/ontology#theme"
TITLE: Final = "https://w3id.org/kg-receipts/ontology#title"
TOTAL_FUNDING: Final = "https://w3id.org/kg-receipts/ontology#totalFunding"
TRADING_VOLUME: Final = "https://w3id.org/kg-receipts/ontology#tradingVolume"
TRAINING_TOKENS: Final = "https://w3id.org/kg-receipts/ontology#trainingTokens"
TRANSACTIONS: Final = "https://w3id.org/kg-receipts/ontology#transactions"
TRANSACTION_VOLUME: Final = "https://w3id.org/kg-receipts/ontology#transactionVolume"
TRANSISTOR_COUNT: Final = "https://w3id.org/kg-receipts/ontology#transistorCount"
TRIPS: Final = "https://w3id.org/kg-receipts/ontology#trips"
UNEMPLOYMENT: Final = "https://w3id.org/kg-receipts/ontology#unemployment"
UNIT_KIND: Final = "https://w3id.org/kg-receipts/ontology#unitKind"
UNIVERSITY: Final = "https://w3id.org/kg-receipts/ontology#University"
UP_TO: Final = "https://w3id.org/kg-receipts/ontology#UpTo"
USE: Final = "https://w3id.org/kg-receipts/ontology#Use"
USERS: Final = "https://w3id.org/kg-receipts/ontology#users"
USES: Final = "https://w3id.org/kg-receipts/ontology#uses"
VALUATION: Final = "https://w3id.org/kg-receipts/ontology#valuation"
VERDICT: Final = "https://w3id.org/kg-receipts/ontology#verdict"
VIA: Final = "https://w3id.org/kg-receipts/ontology#via"
VISITS: Final = "https://w3id.org/kg-receipts/ontology#visits"
WEIGHT: Final = "https://w3id.org/kg-receipts/ontology#weight"
WORLD_REGION: Final = "https://w3id.org/kg-receipts/ontology#WorldRegion"

# Terms of other vocabularies that kg writes
DCTERMS_CONFORMS_TO: Final = "http://purl.org/dc/terms/conformsTo"
DCTERMS_DESCRIPTION: Final = "http://purl.org/dc/terms/description"
DCTERMS_SOURCE: Final = "http://purl.org/dc/terms/source"
DCTERMS_TITLE: Final = "http://purl.org/dc/terms/title"
OA_END: Final = "http://www.w3.org/ns/oa#end"
OA_EXACT: Final = "http://www.w3.org/ns/oa#exact"
OA_FRAGMENT_SELECTOR: Final = "http://www.w3.org/ns/oa#FragmentSelector"
OA_HAS_SELECTOR: Final = "http://www.w3.org/ns/oa#hasSelector"
OA_HAS_SOURCE: Final = "http://www.w3.org/ns/oa#hasSource"
OA_PREFIX: Final = "http://www.w3.org/ns/oa#prefix"
OA_SPECIFIC_RESOURCE: Final = "http://www.w3.org/ns/oa#SpecificResource"
OA_START: Final = "http://www.w3.org/ns/oa#start"
OA_SUFFIX: Final = "http://www.w3.org/ns/oa#suffix"
OA_TEXT_POSITION_SELECTOR: Final = "http://www.w3.org/ns/oa#TextPositionSelector"
OA_TEXT_QUOTE_SELECTOR: Final = "http://www.w3.org/ns/oa#TextQuoteSelector"
OWL_DIFFERENT_FROM: Final = "http://www.w3.org/2002/07/owl#differentFrom"
OWL_SAME_AS: Final = "http://www.w3.org/2002/07/owl#sameAs"
PROV_AGENT: Final = "http://www.w3.org/ns/prov#agent"
PROV_QUALIFIED_ATTRIBUTION: Final = "http://www.w3.org/ns/prov#qualifiedAttribution"
PROV_SPECIALIZATION_OF: Final = "http://www.w3.org/ns/prov#specializationOf"
PROV_WAS_ASSOCIATED_WITH: Final = "http://www.w3.org/ns/prov#wasAssociatedWith"
PROV_WAS_ATTRIBUTED_TO: Final = "http://www.w3.org/ns/prov#wasAttributedTo"
PROV_WAS_DERIVED_FROM: Final = "http://www.w3.org/ns/prov#wasDerivedFrom"
PROV_WAS_GENERATED_BY: Final = "http://www.w3.org/ns/prov#wasGeneratedBy"
PROV_WAS_QUOTED_FROM: Final = "http://www.w3.org/ns/prov#wasQuotedFrom"
RDFS_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDF_VALUE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
SCHEMA_AUTHOR: Final = "https://schema.org/author"
SCHEMA_DATE_PUBLISHED: Final = "https://schema.org/datePublished"
SCHEMA_HEADLINE: Final = "https://schema.org/headline"
SCHEMA_IN_LANGUAGE: Final = "https://schema.org/inLanguage"
SCHEMA_NAME: Final = "https://schema.org/name"
SCHEMA_NEWS_ARTICLE: Final = "https://schema.org/NewsArticle"
SCHEMA_OBSERVATION: Final = "https://schema.org/Observation"
SCHEMA_OBSERVATION_ABOUT: Final = "https://schema.org/observationAbout"
SCHEMA_PUBLISHER: Final = "https://schema.org/publisher"
SCHEMA_QUOTATION: Final = "https://schema.org/Quotation"
SCHEMA_TEXT: Final = "https://schema.org/text"
SCHEMA_UNIT_CODE: Final = "https://schema.org/unitCode"
SCHEMA_URL: Final = "https://schema.org/url"
SCHEMA_VALUE: Final = "https://schema.org/value"
SKOS_ALT_LABEL: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
SKOS_BROADER: Final = "http://www.w3.org/2004/02/skos/core#broader"
SKOS_CONCEPT: Final = "http://www.w3.org/2004/02/skos/core#Concept"
SKOS_DEFINITION: Final = "http://www.w3.org/2004/02/skos/core#definition"
SKOS_EXAMPLE: Final = "http://www.w3.org/2004/02/skos/core#example"
SKOS_NOTATION: Final = "http://www.w3.org/2004/02/skos/core#notation"
SKOS_SCOPE_NOTE: Final = "http://www.w3.org/2004/02/skos/core#scopeNote"
XSD_BOOLEAN: Final = "http://www.w3.org/2001/XMLSchema#boolean"
XSD_DATE: Final = "http://www.w3.org/2001/XMLSchema#date"
XSD_DATE_TIME: Final = "http://www.w3.org/2001/XMLSchema#dateTime"
XSD_DECIMAL: Final = "http://www.w3.org/2001/XMLSchema#decimal"
XSD_G_YEAR: Final = "http://www.w3.org/2001/XMLSchema#gYear"
XSD_G_YEAR_MONTH: Final = "http://www.w3.org/2001/XMLSchema#gYearMonth"
XSD_INTEGER: Final = "http://www.w3.org/2001/XMLSchema#integer"
XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"

ENTITY_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Capability": "Capability",
        "Chip": "Product",
        "City": "Place",
        "Company": "Company",
        "Conference": "Event",
        "Country": "Place",
        "Deal": "Event",
        "Event": "Event",
        "Forum": "Event",
        "GovernmentBody": "Organization",
        "Group": "Group",
        "Guideline": "Report",
        "Industry": "Industry",
        "Market": "Market",
        "Model": "Model",
        "NewsOutlet": "Organization",
        "NonProfit": "Organization",
        "Organization": "Organization",
        "Person": "Person",
        "Place": "Place",
        "Product": "Product",
        "Regulation": "Report",
        "Report": "Report",
        "ResearchFirm": "Company",
        "Service": "Product",
        "StandardsBody": "Organization",
        "Survey": "Report",
        "Technology": "Technology",
        "University": "Organization",
        "Use": "Use",
        "WorldRegion": "Place",
    }
)
"""Class of an entity to its broad class in the flat form."""

RELATIONS: Final[frozenset[str]] = frozenset(
    {
        "acquires",
        "appliesTo",
        "competesWith",
        "develops",
        "founded",
        "hasCapability",
        "holdsRole",
        "invests",
        "locatedIn",
        "organizes",
        "partOf",
        "participatesIn",
        "partnersWith",
        "presentedAt",
        "publishes",
        "regulates",
        "releases",
        "speaksAt",
        "supplies",
        "uses",
    }
)
"""Predicates that join two entities."""

SYMMETRIC: Final[frozenset[str]] = frozenset(
    {
        "competesWith",
        "partnersWith",
    }
)
"""Relations that hold in both directions."""

PREDICATES: Final[frozenset[str]] = frozenset(
    {
        "acquires",
        "appliesTo",
        "competesWith",
        "develops",
        "founded",
        "hasCapability",
        "hasMeasurement",
        "holdsRole",
        "invests",
        "locatedIn",
        "organizes",
        "partOf",
        "participatesIn",
        "partnersWith",
        "presentedAt",
        "publishes",
        "regulates",
        "releases",
        "speaksAt",
        "states",
        "supplies",
        "uses",
    }
)
"""Every predicate of a claim."""

METRICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "accuracy": "accuracy",
        "activeParameterCount": "active parameter count",
        "adoption": "adoption",
        "age": "age",
        "amount": "amount",
        "area": "area",
        "assets": "assets",
        "assetsUnderManagement": "assets under management",
        "attendees": "attendees",
        "averageSellingPrice": "average selling price",
        "backlog": "backlog",
        "bandwidth": "bandwidth",
        "batteryCapacity": "battery capacity",
        "beds": "beds",
        "benchmarkScore": "benchmark score",
        "cagr": "CAGR",
        "capacity": "capacity",
        "capitalExpenditure": "capital expenditure",
        "cases": "cases",
        "cash": "cash",
        "cashBurn": "cash burn",
        "cashFlow": "cash flow",
        "chips": "chips",
        "cities": "cities",
        "comparableSalesGrowth": "comparable sales growth",
        "computingPower": "computing power",
        "contextLength": "context length",
        "conversations": "conversations",
        "cost": "cost",
        "count": "count",
        "countries": "countries",
        "customers": "customers",
        "dataSize": "data size",
        "dealValue": "deal value",
        "debt": "debt",
        "demand": "demand",
        "deployments": "deployments",
        "distance": "distance",
        "dividend": "dividend",
        "donation": "donation",
        "downloads": "downloads",
        "duration": "duration",
        "earningsPerShare": "earnings per share",
        "ebitda": "EBITDA",
        "efficiency": "efficiency",
        "emissions": "emissions",
        "employees": "employees",
        "energyConsumption": "energy consumption",
        "errorRate": "error rate",
        "experts": "experts",
        "exports": "exports",
        "facts": "facts",
        "features": "features",
        "fine": "fine",
        "fleet": "fleet",
        "frequency": "frequency",
        "funding": "funding",
        "fundingRound": "funding round",
        "gdp": "GDP",
        "grossMargin": "gross margin",
        "growthRate": "growth rate",
        "hires": "hires",
        "imports": "imports",
        "inflation": "inflation",
        "installedBase": "installed base",
        "interestRate": "interest rate",
        "investment": "investment",
        "latency": "latency",
        "layers": "layers",
        "layoffs": "layoffs",
        "length": "length",
        "margin": "margin",
        "marketCapitalization": "market capitalization",
        "marketShare": "market share",
        "marketSize": "market size",
        "members": "members",
        "memory": "memory",
        "models": "models",
        "multiple": "multiple",
        "netIncome": "net income",
        "operatingIncome": "operating income",
        "orders": "orders",
        "organizations": "organizations",
        "parameterCount": "parameter count",
        "partners": "partners",
        "patents": "patents",
        "pay": "pay",
        "percentage": "percentage",
        "population": "population",
        "powerConsumption": "power consumption",
        "price": "price",
        "priceChange": "price change",
        "probability": "probability",
        "processNode": "process node",
        "production": "production",
        "productionCapacity": "production capacity",
        "productivity": "productivity",
        "products": "products",
        "profit": "profit",
        "projects": "projects",
        "publications": "publications",
        "rank": "rank",
        "recurringRevenue": "recurring revenue",
        "researchSpending": "research spending",
        "resolution": "resolution",
        "respondents": "respondents",
        "returns": "returns",
        "revenue": "revenue",
        "salesVolume": "sales volume",
        "savings": "savings",
        "screenSize": "screen size",
        "share": "share",
        "sharePrice": "share price",
        "sharePriceChange": "share price change",
        "shares": "shares",
        "shipments": "shipments",
        "sites": "sites",
        "speed": "speed",
        "spending": "spending",
        "stake": "stake",
        "stores": "stores",
        "subscribers": "subscribers",
        "subsidy": "subsidy",
        "taxes": "taxes",
        "temperature": "temperature",
        "totalFunding": "total funding",
        "tradingVolume": "trading volume",
        "trainingTokens": "training tokens",
        "transactionVolume": "transaction volume",
        "transactions": "transactions",
        "transistorCount": "transistor count",
        "trips": "trips",
        "unemployment": "unemployment",
        "users": "users",
        "valuation": "valuation",
        "visits": "visits",
        "weight": "weight",
    }
)
"""Metric to its label."""

METRIC_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "accuracy": "percent",
        "activeParameterCount": "other",
        "adoption": "percent",
        "age": "other",
        "amount": "money",
        "area": "other",
        "assets": "money",
        "assetsUnderManagement": "money",
        "attendees": "count",
        "averageSellingPrice": "money",
        "backlog": "any",
        "bandwidth": "other",
        "batteryCapacity": "other",
        "beds": "count",
        "benchmarkScore": "any",
        "cagr": "percent",
        "capacity": "any",
        "capitalExpenditure": "money",
        "cases": "count",
        "cash": "money",
        "cashBurn": "money",
        "cashFlow": "money",
        "chips": "count",
        "cities": "count",
        "comparableSalesGrowth": "percent",
        "computingPower": "other",
        "contextLength": "other",
        "conversations": "count",
        "cost": "money",
        "count": "count",
        "countries": "count",
        "customers": "count",
        "dataSize": "other",
        "dealValue": "money",
        "debt": "money",
        "demand": "any",
        "deployments": "count",
        "distance": "other",
        "dividend": "money",
        "donation": "money",
        "downloads": "count",
        "duration": "other",
        "earningsPerShare": "money",
        "ebitda": "money",
        "efficiency": "any",
        "emissions": "other",
        "employees": "count",
        "energyConsumption": "other",
        "errorRate": "percent",
        "experts": "count",
        "exports": "any",
        "facts": "count",
        "features": "count",
        "fine": "money",
        "fleet": "count",
        "frequency": "other",
        "funding": "money",
        "fundingRound": "money",
        "gdp": "money",
        "grossMargin": "percent",
        "growthRate": "percent",
        "hires": "count",
        "imports": "any",
        "inflation": "percent",
        "installedBase": "count",
        "interestRate": "percent",
        "investment": "money",
        "latency": "other",
        "layers": "count",
        "layoffs": "count",
        "length": "other",
        "margin": "percent",
        "marketCapitalization": "money",
        "marketShare": "percent",
        "marketSize": "money",
        "members": "count",
        "memory": "other",
        "models": "count",
        "multiple": "other",
        "netIncome": "money",
        "operatingIncome": "money",
        "orders": "any",
        "organizations": "count",
        "parameterCount": "other",
        "partners": "count",
        "patents": "count",
        "pay": "money",
        "percentage": "percent",
        "population": "count",
        "powerConsumption": "other",
        "price": "money",
        "priceChange": "any",
        "probability": "percent",
        "processNode": "other",
        "production": "any",
        "productionCapacity": "any",
        "productivity": "any",
        "products": "count",
        "profit": "money",
        "projects": "count",
        "publications": "count",
        "rank": "count",
        "recurringRevenue": "money",
        "researchSpending": "money",
        "resolution": "other",
        "respondents": "count",
        "returns": "any",
        "revenue": "money",
        "salesVolume": "count",
        "savings": "any",
        "screenSize": "other",
        "share": "percent",
        "sharePrice": "money",
        "sharePriceChange": "percent",
        "shares": "count",
        "shipments": "count",
        "sites": "count",
        "speed": "any",
        "spending": "money",
        "stake": "percent",
        "stores": "count",
        "subscribers": "count",
        "subsidy": "money",
        "taxes": "any",
        "temperature": "other",
        "totalFunding": "money",
        "tradingVolume": "any",
        "trainingTokens": "other",
        "transactionVolume": "money",
        "transactions": "count",
        "transistorCount": "count",
        "trips": "count",
        "unemployment": "percent",
        "users": "count",
        "valuation": "money",
        "visits": "count",
        "weight": "other",
    }
)
"""Metric to its unit: money, percent, count, other or any."""

DEFAULT_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "accuracy": "percent",
        "activeParameterCount": "parameters",
        "adoption": "percent",
        "age": "years",
        "attendees": "count",
        "beds": "count",
        "cagr": "percent",
        "cases": "count",
        "chips": "count",
        "cities": "count",
        "comparableSalesGrowth": "percent",
        "contextLength": "tokens",
        "conversations": "count",
        "count": "count",
        "countries": "count",
        "customers": "count",
        "deployments": "count",
        "downloads": "count",
        "employees": "count",
        "errorRate": "percent",
        "experts": "count",
        "facts": "count",
        "features": "count",
        "fleet": "count",
        "grossMargin": "percent",
        "growthRate": "percent",
        "hires": "count",
        "inflation": "percent",
        "installedBase": "count",
        "interestRate": "percent",
        "layers": "count",
        "layoffs": "count",
        "margin": "percent",
        "marketShare": "percent",
        "members": "count",
        "models": "count",
        "multiple": "multiple",
        "organizations": "count",
        "parameterCount": "parameters",
        "partners": "count",
        "patents": "count",
        "percentage": "percent",
        "population": "count",
        "probability": "percent",
        "processNode": "nm",
        "products": "count",
        "projects": "count",
        "publications": "count",
        "rank": "count",
        "respondents": "count",
        "salesVolume": "count",
        "screenSize": "inch",
        "share": "percent",
        "sharePriceChange": "percent",
        "shares": "count",
        "shipments": "count",
        "sites": "count",
        "stake": "percent",
        "stores": "count",
        "subscribers": "count",
        "trainingTokens": "tokens",
        "transactions": "count",
        "transistorCount": "count",
        "trips": "count",
        "unemployment": "percent",
        "users": "count",
        "visits": "count",
    }
)
"""Metric to the unit that its figures have where none is named."""

STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "actual": "https://w3id.org/kg-receipts/ontology#Actual",
        "estimate": "https://w3id.org/kg-receipts/ontology#Estimate",
        "forecast": "https://w3id.org/kg-receipts/ontology#Forecast",
        "target": "https://w3id.org/kg-receipts/ontology#Target",
    }
)
"""Status in the flat form to its IRI."""

POLARITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "negative": "https://w3id.org/kg-receipts/ontology#Negative",
        "positive": "https://w3id.org/kg-receipts/ontology#Positive",
    }
)
"""Polarity in the flat form to its IRI."""

QUALIFIERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "<": "https://w3id.org/kg-receipts/ontology#LessThan",
        ">": "https://w3id.org/kg-receipts/ontology#MoreThan",
        "up to": "https://w3id.org/kg-receipts/ontology#UpTo",
        "~": "https://w3id.org/kg-receipts/ontology#About",
    }
)
"""Hedge of a figure in the flat form to its IRI."""

PHRASES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "acquires": (
            "{subject} acquired {object}",
            "{subject} did not acquire {object}",
            "{subject} plans to acquire {object}",
        ),
        "appliesTo": (
            "{subject} applies to {object}",
            "{subject} does not apply to {object}",
            "{subject} is to apply to {object}",
        ),
        "competesWith": (
            "{subject} competes with {object}",
            "{subject} does not compete with {object}",
            "{subject} plans to compete with {object}",
        ),
        "develops": (
            "{subject} develops {object}",
            "{subject} does not develop {object}",
            "{subject} plans to develop {object}",
        ),
        "founded": (
            "{subject} founded {object}",
            "{subject} did not found {object}",
            "{subject} plans to found {object}",
        ),
        "hasCapability": (
            "{subject} has the capability: {object}",
            "{subject} lacks the capability: {object}",
            "{subject} is to have the capability: {object}",
        ),
        "hasMeasurement": (
            "{subject} has {object}",
            "{subject} does not have {object}",
            "{subject} aims for {object}",
        ),
        "holdsRole": (
            "{subject} holds a role at {object}",
            "{subject} holds no role at {object}",
            "{subject} is to take up a role at {object}",
        ),
        "invests": (
            "{subject} invested in {object}",
            "{subject} did not invest in {object}",
            "{subject} plans to invest in {object}",
        ),
        "locatedIn": (
            "{subject} is located in {object}",
            "{subject} is not located in {object}",
            "{subject} is to be located in {object}",
        ),
        "organizes": (
            "{subject} organized {object}",
            "{subject} did not organize {object}",
            "{subject} plans to organize {object}",
        ),
        "partOf": (
            "{subject} is part of {object}",
            "{subject} is not part of {object}",
            "{subject} is to become part of {object}",
        ),
        "participatesIn": (
            "{subject} took part in {object}",
            "{subject} did not take part in {object}",
            "{subject} plans to take part in {object}",
        ),
        "partnersWith": (
            "{subject} partners with {object}",
            "{subject} does not partner with {object}",
            "{subject} plans to partner with {object}",
        ),
        "presentedAt": (
            "{subject} was presented at {object}",
            "{subject} was not presented at {object}",
            "{subject} is to be presented at {object}",
        ),
        "publishes": (
            "{subject} published {object}",
            "{subject} did not publish {object}",
            "{subject} plans to publish {object}",
        ),
        "regulates": (
            "{subject} regulates {object}",
            "{subject} does not regulate {object}",
            "{subject} plans to regulate {object}",
        ),
        "releases": (
            "{subject} released {object}",
            "{subject} did not release {object}",
            "{subject} plans to release {object}",
        ),
        "speaksAt": (
            "{subject} spoke at {object}",
            "{subject} did not speak at {object}",
            "{subject} is to speak at {object}",
        ),
        "states": (
            "{subject} said: {object}",
            "{subject} did not say: {object}",
            "{subject} is to say: {object}",
        ),
        "supplies": (
            "{subject} supplies {object}",
            "{subject} does not supply {object}",
            "{subject} plans to supply {object}",
        ),
        "uses": (
            "{subject} uses {object}",
            "{subject} does not use {object}",
            "{subject} plans to use {object}",
        ),
    }
)
"""Predicate to its templates in plain words: asserted, denied, planned."""

TITLED_PHRASES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "holdsRole": (
            "{subject} is {title} of {object}",
            "{subject} is not {title} of {object}",
            "{subject} is to become {title} of {object}",
        ),
    }
)
"""The same where the title of a role is known: `{title}`."""

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "About": "about",
        "Actual": "actual",
        "Agrees": "agrees",
        "AlternativeValue": "alternative value",
        "Article": "article",
        "ArticleVersion": "article version",
        "AttributionLink": "attribution link",
        "Capability": "capability",
        "Chip": "chip",
        "City": "city",
        "Claim": "claim",
        "Company": "company",
        "Comparison": "comparison",
        "Conference": "conference",
        "Conflicts": "conflicts",
        "Consistent": "consistent",
        "Country": "country",
        "Deal": "deal",
        "DerivedClaim": "derived claim",
        "DifferentMeasure": "different measure",
        "DiffersInScope": "differs in scope",
        "Entity": "entity",
        "Estimate": "estimate",
        "Event": "event",
        "Evidence": "evidence",
        "Extractor": "extractor",
        "Finding": "finding",
        "Forecast": "forecast",
        "Forum": "forum",
        "GovernmentBody": "government body",
        "Group": "group",
        "Guideline": "guideline",
        "Implied": "implied",
        "Inconsistent": "inconsistent",
        "Industry": "industry",
        "Judgement": "judgement",
        "LessThan": "less than",
        "Market": "market",
        "Measurement": "measurement",
        "Metric": "metric",
        "Model": "AI model",
        "MoreThan": "more than",
        "Negative": "negative",
        "NewsOutlet": "news outlet",
        "NonProfit": "non-profit",
        "NotComparable": "not comparable",
        "Organization": "organization",
        "Outcome": "outcome",
        "PartExceedsWhole": "part exceeds whole",
        "Person": "person",
        "Place": "place",
        "Polarity": "polarity",
        "Position": "position",
        "Positive": "positive",
        "Product": "product",
        "Qualifier": "qualifier",
        "Regulation": "regulation",
        "Relation": "relation",
        "Report": "report",
        "ResearchFirm": "research firm",
        "Rule": "rule",
        "Service": "service",
        "Source": "source",
        "StandardsBody": "standards body",
        "Statement": "statement",
        "Status": "status",
        "Survey": "survey",
        "Target": "target",
        "Technology": "technology",
        "TextSpan": "text span",
        "University": "university",
        "UpTo": "up to",
        "Use": "use",
        "WorldRegion": "world region",
        "accuracy": "accuracy",
        "acquires": "acquires",
        "activeParameterCount": "active parameter count",
        "adoption": "adoption",
        "age": "age",
        "alternativeValue": "alternative value",
        "amount": "amount",
        "appliesTo": "applies to",
        "area": "area",
        "assets": "assets",
        "assetsUnderManagement": "assets under management",
        "attendees": "attendees",
        "averageSellingPrice": "average selling price",
        "backlog": "backlog",
        "bandwidth": "bandwidth",
        "batteryCapacity": "battery capacity",
        "because": "because",
        "beds": "beds",
        "benchmarkScore": "benchmark score",
        "cagr": "CAGR",
        "capacity": "capacity",
        "capitalExpenditure": "capital expenditure",
        "cases": "cases",
        "cash": "cash",
        "cashBurn": "cash burn",
        "cashFlow": "cash flow",
        "check": "check",
        "chips": "chips",
        "cities": "cities",
        "comparableSalesGrowth": "comparable sales growth",
        "competesWith": "competes with",
        "computingPower": "computing power",
        "confidence": "confidence",
        "contextLength": "context length",
        "conversations": "conversations",
        "cost": "cost",
        "count": "count",
        "countries": "countries",
        "customers": "customers",
        "dataSize": "data size",
        "dateText": "date text",
        "dealValue": "deal value",
        "debt": "debt",
        "decidedBy": "decided by",
        "defaultUnit": "default unit",
        "demand": "demand",
        "deployments": "deployments",
        "develops": "develops",
        "differsIn": "differs in",
        "distance": "distance",
        "dividend": "dividend",
        "donation": "donation",
        "downloads": "downloads",
        "duration": "duration",
        "earningsPerShare": "earnings per share",
        "ebitda": "EBITDA",
        "efficiency": "efficiency",
        "emissions": "emissions",
        "employees": "employees",
        "energyConsumption": "energy consumption",
        "errorRate": "error rate",
        "experts": "experts",
        "exports": "exports",
        "facts": "facts",
        "features": "features",
        "figureKey": "figure key",
        "fine": "fine",
        "flatType": "flat type",
        "fleet": "fleet",
        "founded": "founded",
        "frequency": "frequency",
        "funding": "funding",
        "fundingRound": "funding round",
        "gdp": "GDP",
        "grossMargin": "gross margin",
        "growthRate": "growth rate",
        "hasCapability": "has capability",
        "hasMeasurement": "has measurement",
        "hires": "hires",
        "holder": "holder",
        "holdsRole": "holds role",
        "imports": "imports",
        "inflation": "inflation",
        "installedBase": "installed base",
        "interestRate": "interest rate",
        "investment": "investment",
        "invests": "invests",
        "judges": "judges",
        "latency": "latency",
        "layers": "layers",
        "layoffs": "layoffs",
        "length": "length",
        "locatedIn": "located in",
        "margin": "margin",
        "marketCapitalization": "market capitalization",
        "marketShare": "market share",
        "marketSize": "market size",
        "maxValue": "maximum value",
        "maybeSameAs": "maybe same as",
        "members": "members",
        "memory": "memory",
        "metric": "metric",
        "models": "models",
        "multiple": "multiple",
        "name": "name",
        "negatedPhrase": "negated phrase",
        "netIncome": "net income",
        "operatingIncome": "operating income",
        "orders": "orders",
        "organization": "organization",
        "organizations": "organizations",
        "organizes": "organizes",
        "outcome": "outcome",
        "parameterCount": "parameter count",
        "partOf": "part of",
        "participatesIn": "participates in",
        "partners": "partners",
        "partnersWith": "partners with",
        "patents": "patents",
        "pay": "pay",
        "percentage": "percentage",
        "period": "period",
        "phrase": "phrase",
        "plannedPhrase": "planned phrase",
        "polarity": "polarity",
        "population": "population",
        "powerConsumption": "power consumption",
        "presentedAt": "presented at",
        "price": "price",
        "priceChange": "price change",
        "probability": "probability",
        "processNode": "process node",
        "production": "production",
        "productionCapacity": "production capacity",
        "productivity": "productivity",
        "products": "products",
        "profit": "profit",
        "projects": "projects",
        "publications": "publications",
        "publishes": "publishes",
        "qualifier": "qualifier",
        "rank": "rank",
        "rawHash": "raw hash",
        "recurringRevenue": "recurring revenue",
        "region": "region",
        "regulates": "regulates",
        "relation": "relation",
        "releases": "releases",
        "researchSpending": "research spending",
        "resolution": "resolution",
        "respondents": "respondents",
        "returns": "returns",
        "reused": "reused",
        "revenue": "revenue",
        "saidAt": "said at",
        "salesVolume": "sales volume",
        "savings": "savings",
        "scope": "scope",
        "screenSize": "screen size",
        "share": "share",
        "sharePrice": "share price",
        "sharePriceChange": "share price change",
        "shares": "shares",
        "shipments": "shipments",
        "sites": "sites",
        "speaksAt": "speaks at",
        "speed": "speed",
        "spending": "spending",
        "stake": "stake",
        "states": "states",
        "status": "status",
        "stores": "stores",
        "subscribers": "subscribers",
        "subsidy": "subsidy",
        "supplies": "supplies",
        "supports": "supports",
        "taxes": "taxes",
        "temperature": "temperature",
        "textHash": "text hash",
        "textLength": "text length",
        "theme": "theme",
        "title": "title",
        "totalFunding": "total funding",
        "tradingVolume": "trading volume",
        "trainingTokens": "training tokens",
        "transactionVolume": "transaction volume",
        "transactions": "transactions",
        "transistorCount": "transistor count",
        "trips": "trips",
        "unemployment": "unemployment",
        "unitKind": "kind of unit",
        "users": "users",
        "uses": "uses",
        "valuation": "valuation",
        "verdict": "verdict",
        "via": "via",
        "visits": "visits",
        "weight": "weight",
    }
)
"""Term to its English label."""

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "claim": "https://w3id.org/kg-receipts/claim/",
        "dcterms": "http://purl.org/dc/terms/",
        "entity": "https://w3id.org/kg-receipts/entity/",
        "kg": "https://w3id.org/kg-receipts/ontology#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vann": "http://purl.org/vocab/vann/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix to namespace, those of the data included."""
