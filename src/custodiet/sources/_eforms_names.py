"""The element names of eForms notices that are read, and those that are left alone on purpose.

A name that is in none of the lists is reported once per document, so that a new version of the forms is noticed.
"""

# ruff: noqa: SIM905 - hundreds of names read best as running text

# Read into the release, as values or as frames around them.
READ = frozenset(
    """
    AdditionalCommodityClassification Attachment AwardDate AwardingCriterionTypeCode AwardingTerms
    CallForTendersDocumentReference Change ChangeDescription ChangeReason ChangedNoticeIdentifier
    ChangedSectionIdentifier Changes CityName Company CompanyID ContractAwardNotice ContractFolderID
    ContractModification ContractNotice ContractingParty Country CountrySubentityCode Description EformsExtension
    EndDate EndTime EstimatedOverallContractAmount ExtensionContent ExternalReference FinancingIdentifier Funding
    FundingProgramCode ID IdentificationCode InterestExpressionReceptionPeriod IssueDate ItemClassificationCode
    LegalMonetaryTotal LotResult LotTender LotsGroup MainCommodityClassification Name NaturalPersonIndicator
    NoticeLanguageCode NoticeResult NoticeTypeCode Organization Organizations ParticipationRequestReceptionPeriod
    Party PartyIdentification PartyLegalEntity PartyName PayableAmount PostalAddress PriorInformationNotice
    ProcedureCode ProcessJustification ProcessReason ProcessReasonCode ProcurementProject ProcurementProjectLot
    ProcurementTypeCode Publication PublicationDate ReasonCode ReasonDescription ReceivedSubmissionsStatistics
    RequestedTenderTotal SettledContract StatisticsCode StatisticsNumeric TenderLot TenderResult TenderResultCode
    TenderSubmissionDeadlinePeriod Tenderer TenderingParty TenderingProcess TenderingTerms Title TotalAmount
    UBLExtension UBLExtensions URI VersionID
    """.split(),
)

# Owners, contacts, juries, addresses finer than a settlement: never read.
REACHES_PEOPLE = frozenset(
    """
    AdditionalStreetName Contact Department ElectronicMail FamilyName FirstName Nationality NationalityID PostalZone
    ResidenceAddress StreetName TechnicalCommitteePerson Telefax Telephone TouchPoint UltimateBeneficialOwner
    """.split(),
)

# Conditions for taking part, appeals, statistics of offers by kind, later deadlines, references.
IGNORED = frozenset(
    """
    AccessToolName AccessToolsURI AcquiringCPBIndicator ActivityTypeCode AdditionalInformationParty
    AdditionalInformationRequestPeriod AdditionalNoticeLanguage Address AllowedSubcontractTerms AppealDecision
    AppealID AppealInformation AppealInformationParty AppealIrregularity AppealProcessingParty
    AppealProcessingPartyTypeCode AppealReceiverParty AppealRemedy AppealRemedyValue AppealRequestsStatistics
    AppealStageCode AppealTerms AppealedItem AppealingParty Appeals ApplicableLegalBasis AssetCategoryCode
    AssetLabel AssetMetric AssetMetricCode AssetMetricNumeric AuctionConstraintIndicator AuctionTerms AuctionURI
    AwardCriterionParameter AwardingCPBIndicator AwardingCriterion AwardingMethodTypeCode BindingOnBuyerIndicator
    BuyerProfileURI CalculationExpression CalculationExpressionCode CandidateReductionConstraintIndicator
    ChangedSection Code CompanyLegalForm CompanyLegalFormCode CompanySizeCode ContractExecutionRequirement
    ContractExtension ContractFrameworkIndicator ContractReference ContractingActivity ContractingPartyType
    ContractingSystem ContractingSystemTypeCode CriterionParameter CriterionTypeCode CustomizationID
    DPSTerminationIndicator Date DecisionReason DecisionReasonCode DecisionTypeCode DescriptionCode
    DocumentDescription DocumentProviderParty DocumentStatusCode DocumentType DocumentTypeCode DurationMeasure
    EconomicOperatorShortList ElectronicOrderUsageIndicator ElectronicPaymentUsageIndicator
    EmploymentLegislationDocumentReference EndpointID EnvironmentalLegislationDocumentReference
    EstimatedMaximumValueAmount EstimatedOverallContractQuantity ExecutionRequirementCode FeeAmount
    FieldIdentifierCode FieldsPrivacy FinancingParty FiscalLegislationDocumentReference FollowupContractIndicator
    ForeignSubsidiesMeasuresCode FrameworkAgreement FrameworkAgreementValues FrameworkMaximumAmount
    GovernmentAgreementConstraintIndicator GroupLeadIndicator GuaranteeTypeCode HigherTenderAmount
    InvitationSubmissionPeriod IrregularityTypeCode IssueTime IssuerParty Justification LabelCode Language
    LanguageID LatestSecurityClearanceDate LegalFrameworkCode LimitationDescription ListedOnRegulatedMarketIndicator
    LotDistribution LotsGroupID LowerTenderAmount MainContractor MaximumLotsAwardedNumeric
    MaximumLotsSubmittedNumeric MaximumNumberNumeric MaximumOperatorQuantity MaximumQuantity MaximumValueAmount
    MediationParty MinimumQuantity MultipleTendersCode NoFurtherNegotiationIndicator NonOfficialLanguages Note
    NoticeDocumentReference NoticePublicationID NoticeSubType OccurenceLocation OccurrenceDate OccurrenceTime
    OpenTenderEvent OptionsDescription OverallApproximateFrameworkContractsAmount
    OverallMaximumFrameworkContractsAmount ParameterCode ParameterNumeric PartPresentationCode PartyTypeCode
    PayerParty PaymentTerms PercentageKnownIndicator Period PlannedDate PlannedPeriod PostAwardProcess
    PresentationPeriod PreviousAppealID Prize ProcedureRelaunchIndicator ProcurementAdditionalType
    ProcurementCategoryCode ProcurementDetails ProcurementLegislationDocumentReference
    ProcurementProjectLotReference ProcurementType RankCode RealizedLocation RecurringProcurementIndicator
    ReestimatedValueAmount ReferencedDocumentInternalAddress Region RegulatoryDomain RemedyTypeCode Renewal
    RequiredCurriculaCode RequiredFinancialGuarantee SMESuitableIndicator SecondStageIndicator SecurityClearanceTerm
    SelectionCriteria ServiceProviderParty ServiceTypeCode SignatoryParty SpecificTendererRequirement StartDate
    StrategicProcurement StrategicProcurementInformation StrategicProcurementStatistics SubContractor SubTypeCode
    SubcontractingConditionsCode SubcontractingTerm SubmissionMethodCode SubordinateAwardingCriterion
    SubsequentProcessTenderRequirement TenderEvaluationParty TenderRankedIndicator TenderRecipientParty
    TenderReference TenderSubcontractingRequirements TenderSubcontractingRequirementsCode TenderValidityPeriod
    TenderVariantIndicator TendererQualificationRequest TendererRequirementTypeCode TermAmount TermCode
    TermDescription TermPercent TerminatedIndicator TransmissionDate TransmissionTime UBLVersionID
    ValueKnownIndicator VariantConstraintCode WebsiteURI WithdrawnAppealDate WithdrawnAppealIndicator
    WithdrawnAppealReasons
    """.split(),
)

KNOWN = READ | REACHES_PEOPLE | IGNORED
