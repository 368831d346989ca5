/**
 * The members of every resource with their kinds: i whole number, n amount or other decimal, s text, b yes or no, d date, j anything else. A member
 * that is not here is unknown, and the service passes over it without a word. From the published specification and public templates (psa.md 5.3).
 */
export const resourceFields = {
  Client: `
    name:s toplevel_id:i toplevel_name:s inactive:b colour:s confirmemail:i actionemail:i clearemail:i messagegroup_id:i
    from_address_override:s logo:s override_org_logo:b override_org_name:s override_org_address:j override_org_phone:s
    override_org_email:s override_org_website:s override_org_portalurl:s customfields:j datecreated:d createdfrom_id:i notes:s
    announce:s announcedate:d pritech:i pritech_name:s sectech:i sectech_name:s prinotify:b secnotify:b priassign:b secassign:b
    accountmanagertech:i accountmanagertech_name:s percentage_to_survey:n chargeperiod:n chargehours:n chargecarryover:n invoiceyes:b
    fluserdef1:s fluserdef2:s fluserdef3:s fluserdef4:s fluserdef5:s floverride:b fluserdef1hide:b fluserdef2hide:b fluserdef3hide:b
    fluserdef4hide:b fluserdef5hide:b fluserdef1mand:b fluserdef2mand:b fluserdef3mand:b fluserdef4mand:b fluserdef5mand:b
    includeactions:b needsinvoice:b startdate:d startbalance:n hourlyrate:n periodcharge:n dontinvoice:b invoicetemplate:s
    invoicecomment:s lastinvoiceenddate:d showslaonweb:b slataxcode:i nonslataxcode:i accountsid:s imageindex:i chargehours2:n
    hourlyrate2:n cat2:s cat3:s cat4:s cat5:s enddate:d ucemail:i fcemail:i stopped:i actguid:s smsbalance:n html:s hv:i hvdate:d
    emailinvoice:b seriousnesslevel:i defcat1:s defcat2:s defcat3:s defcat4:s thresholdbreached:i monthlyreportinclude:b
    monthlyreportlastrun:d monthlyreportemaildirect:b monthlyreportemailmanager:b monthlyreportshowonweb:b ref:s areatype:i
    unmatchedcombinations:i prepayrecurringchargenextdate:d billforrecurringprepayamount:b prepayrecurringcharge:n
    prepayrecurringhours:n prepayrecurringchargebp:n gficlientid:s accountsemailaddress:s disclaimermatchstring:s paymentterms:i
    showallnonbillable:b billinggroup:i autotopupthreshhold:i autotopuptoamount:n autotopupcostperhour:n autotopupbyamount:n
    surchargeid:n contracttemplateid:i overidegreeting:s clientpackage:i scopeofbusiness:i preferredagent:i callhandlingnotes:s
    teamviewerpassword:s customertype:i customertype_new:s calldate:d discountperc:n showfaqfortoplevel:b accountsccemailaddress:s
    isopportunity:i snowname:s is_vip:b main_site_id:i main_site_name:s linked_organisation_id:i all_organisations_allowed:b
    allowed_organisations:j override_signature:s contractaccountsdesc:s prepayaccountsdesc:s site_update:j newclient_sitename:s
    newclient_phonenumber:s newclient_domain:s newclient_timezone:s newclient_contactname:s newclient_contactemail:s
    newclient_contacttitle:s newclient_web_access_level:i newclient_sendwelcomeemail:b newclient_delivery_address:j faqlists:j
    popup_notes:j _reassign_all_to_user:i allowall_tickettypes:b allowed_tickettypes:j allowall_category1:b allowed_category1:j
    allowall_category2:b allowed_category2:j allowall_category3:b allowed_category3:j allowall_category4:b allowed_category4:j
    open_ticket_count:i onhold_ticket_count:i total_ticket_count:n opened_thismonth_count:i billingplans:j _warning:s item_tax_code:i
    service_tax_code:i prepay_tax_code:i contract_tax_code:i item_tax_code_name:s service_tax_code_name:s contract_tax_code_name:s
    prepay_tax_code_name:s dont_auto_send_invoices:b billingtemplate_name:s excludefrominvoicesync:b sales_tax_type:s
    purchase_tax_type:s accountsfirstname:s accountslastname:s sales_tax_code:i purchase_tax_code:i purchase_tax_code_name:s
    default_contract:i xero_tenant_name:s dattocommerce_tenantid:i default_currency_code_name:s import_azure_tenant:j domain:s
    tax_number:s defaultcontractoverride:i defaultcontractoverride_ref:s external_links:j new_external_link:j regmanagertech_name:s
    logmanagertech_name:s salesreptech_name:s cxmleadtech_name:s portalchatprofile_name:s trading_name:s stripe_payment_method_name:s
    currencyisocode:s ingram_micro_details_id:i main_invoice_address:j main_contact_name:s auvik_site_inactive:b invoice_class:s
    override_layout_name:s xero_tenant_id:s client_to_invoice:i client_to_invoice_name:s invoiceduedaysextraclient:i clientcurrency:s
    sentinel_workspace_name:s sentinel_resource_group_name:s sentinel_tenant_id:i sentinel_tenant_name:s default_currency_code:i
    client_to_invoice_recurring:i client_to_invoice_recurring_name:s azure_tenants:j automatic_sales_tax:b
    sentinel_default_user_override_name:s ticket_invoices_for_each_site:b accountownertech_name:s taxable:b toplevel_quote_currency:i
    lastmodified:d website:s
  `,
  ClientContract: `
    client_id:i client_name:s ref:s start_date:d end_date:d started:b expired:b numberofunitsfree:n billingperiod:i
    billingdescription:i status:i site_id:i site_name:s sla_id:i periodicinvoicenextdate:d periodchargeamount:n note:s sla_name:s
    startbalance:n paymentscheme:i chargehoursperperiod:n chargerollover:b outofhoursmultiplier:n requestminimum:n invoiceminimum:n
    allowfixedprice:b allowpyg:b allowprepay:b chargeperdevice:b prepayrecurringcharge:n chargeprepaytravel:b chargeprepaymileage:b
    chargepygtravel:b chargepygmileage:b onlybillatendofperiod:b unmatchedcombinations:i termmonths:i percentageincrease:n
    nextincrementdate:d datereceived:d invoicedescription:s datesent:d paymentmethod:i dontsendalarm:b createdby_id:i createdfrom_id:i
    costperperiod:n rollingcontract:b previouscontract:i billingcategory:i dontinvoice:b ohid:i emailaddresses:s scheduleemails:s
    schedulesendaccountmanager:b accountsdesc:s hasactions:b billingperiods:i assets:j customfields:j periods:j _warning:s
    contract_contact_id:i item_desc:s refextra:s subtype:i user_id:i user_name:s next_invoice_date:d asset_value:n refextra2:s
    contract_status:s asset_sequence:i next_call_date:d accounts_override_mailbox:i users:j surchargeid:i chargerate_method:i
    overriding_rates:j chargerates:j _isimport:b _ignore_mandatory:b billing_description_string:s billing_period_string:s
    dontchargeforitems:b custombuttons:j _print_preview:b _print_generate:b printhtml:s pdf_attachment_id:i schedule:j scheduleplan:j
    _send_outstanding_emails:b _send_appointment_invites:b _importtype:s autotaskid:i import_user:s salesorder_id:i
    salesorder_line_id:i endtype:i new_invoice_start_date:d new_invoice_end_date:d chargeratemultiplier:n contract_prepaytotal:n
    contract_prepayused:n contract_prepaybalance:n contract_prepayhistory:j contract_periods:j contract_prepayasamount:b
    prepay_periods:j prepayrecurringchargenextdate:d prepayrecurringhours:n billforrecurringprepayamount:b
    prepayrecurringminimumdeduction:n prepayrecurringminimumdeductiononlyactive:b prepayrecurringautomaticdeduction:n
    iscontractdetails:b labournominalcodeoverride:s labournominalcodeoverride_name:s prepayrecurringexpirymonths:i contracts:j sites:j
    emailaddress_to:s emailaddress_cc:s use_cost_calculation:b attachments:j billingplans:j send_to_oracle:b oracle_invoice_id:i
    datesent_to_oracle:d prepay_itemid:i prepay_itemname:s created_from_order:i use:s last_modified:d asset_end_date:d contracttype:i
    contracttype_name:s prepayrecurringchargebp:i force_recalculation:b cost_calculation:s active:b sent_to_oracle:b createdby_name:s
  `,
  RecurringInvoice: `
    client_id:i sitenumber:i uid:i invoicenumber:s thirdpartyinvoicenumber:s posted:b name:s address1:s address2:s address3:s
    address4:s address5:s deladdress1:s deladdress2:s deladdress3:s deladdress4:s deladdress5:s tel_number:s contactname:s
    global_tax_code:s invoice_date:d dateposted:d last_synced:d last_modified:d notes_1:s notes_2:s notes_3:s taken_by:s
    order_number:s cust_order_number:s payment_ref:s global_nom_code:s global_details:s invoice_type_code:s ohid:i datetype:i
    percent:n type:i chid:i datesent:d currency:s paymentterms:i hideinvoice:b faultid:i invoicetype:i datepaid:d paymentstatus:i
    xeroid:s amountpaid:n amountdue:n emailstatus:i address:j lines:j invoicevalue:s client:j _warning:s client_name:s schedule_date:d
    contract_id:i contract_ref:s currency_code:i currency_code_name:s currency_conversion_rate:n add_lines:j
    pdf_attachment_date_created:d tax_total:n total:n reference:s duedate:d is_recurring_invoice:b schedule_id:i lastcreated:d
    nextcreationdate:d period:i schedule:j create_recurring_invoice:b take_auto_payment:b recurring_invoice_id:i add_contract_assets:i
    _create_from_contract:i _validateonly:b xero_tenant_id:s xero_branding_theme_id:s xero_branding_theme_name:s xero_branding_theme:j
    due_date_int:i due_date_type:i period_type:i original_client_id:i original_client_name:s xero_status:s startdate:d enddate:d
    periodname:s duedatename:s date_created:d invoice_prorata_periods_ahead:i nextcreationperiod:s period_start_date:d
    period_end_date:d creditlinkedtoinvoiceid_thirdpartynumber:s xero_line_tax:s invoice_auto_increase_period:i
    schedule_ignore_delete:b approval_status:i approvaldatetime:d xero_online_invoice_payment_url:s take_payment_on_duedate:i
    _dont_fire_automations:b _is_task_schedule:b include_in_autopay:b _forcethirdpartysync:b client_to_invoice_to_id:i _novalidate:b
    external_links:j new_external_link:j dont_set_original_client_id:b
  `,
  InvoiceDetail: `
    customfields:j ihid:i item_code:s item_shortdescription:s item_longdescription:s nominal_code:s tax_code:s qty_order:n
    unit_price:n unit_price_converted:n net_amount:n tax_amount:n tax_rate:n comment_1:s comment_2:s itemonorder:b dsite:i ddevnum:i
    _itemid:i productnumber:s unit_cost:n asset_id:i asset_inventory_number:s contract_id:i recurring_invoice_id:i
    recurring_invoice_line_id:i actioncode:i site:i meter_id:i ticket_id:i lineactiondate:d labourdepartmentid:i salesorder_line:i
    salesorder_line_id:i meter_pricing_method:i line_fully_invoiced:b xero_lineid:s prepay_id:i calculate_price_from_assets:b
    calculate_price_from_users:b creditlinkedidid:i recurring_invoice_price_type:i entity_type:s item_internal_reference:s
    item_external_reference:s linked_item:j item_tax_name:s xero_tax_code:s override_ast_total:n prorata_next_invoice:b
    prorata_quantity:n prorata_unit_price:n prorata_shortdescription:s prorata_longdescription:s isinactive:b period_type:i group_id:i
    isgroupdesc:b _is_calculated_line:b tax_code_overriden:b is_meter:b current_reading:i last_reading_date:d prorata_data:j
    quantity_users:j quantity_assets:j quantity_licences:j quantity_subscriptions:j recurring_invoice_quantity_type:i _warning:s
    billingperiod:i line_periods:i percent_increase:n min_meter_units:i sequenceid:i startdate:d enddate:d autorenew:b hideitems:b
    includegrouppriceandqty:b auto_increase_period:i auto_increase_last_date:d onetimecharge:b onetimechargeinvoiceid:i
    needsreviewbeforecreation:b reviewed:b metertype:i importcsvid:i force_new:b client_name:s purchaseorder_id:i
    purchaseorder_line_id:i discount_perc:n exclude_auto_increase:b createproratanormallines:i createproratadate:d pro_rata_line_id:i
    supplier:i supplier_name:s hide_on_pdf:b invoice_class:s percent_invoiced:n is_bundled_line:b meter_tiers:j meter_min_quantity:n
    original_client_id:i minimum_line_total:n hide_grouped_items_price:b credit_id:i _temp_order_id:i _temp_order_seq:i
    _temp_order_qty:n item_tax_code:i _updateprorata:b override_tax_code:i baseprice_converted:n baseprice:n unitprice_converted:n
    total_tax_converted:n net_total:n tax_converted:n total_tax:n total_price:n total_discount:n discount_converted:n
    net_amount_converted:n total_price_converted:n _importtype:s _isimport:b tax_name:s taxRuleResult:j decimalplacesforinvoices:i
    total_net_total:n
  `,
  Item: `
    name:s status:i assetgroup_id:i assetgroup_name:s note:s supplier_part_code:s description:s quantity_on_order:n goodsinunit:s
    goodsoutunit:s inoutconversion:n qtyissuedthisyear:n baseprice:n created_by:i supplier_id:i supplier_name:s assettype_id:i
    assettype_name:s minstockqty:n secondprice:n promptforprice:b sleeveprice:n taxcode:i taxcode_name:s taxcodeother:i
    taxcodeother_name:s costprice:n accountsid:s margin:n reorderqty:n binlocation:s internalreference:s externalreference:s
    nominalcode:s costingmethod:i servicefee:n recovery:n avco:n qtyonallsalesorders:n doesnotneedconsigning:b shaccountsid:s
    applydiscount:b secondhandprice:n hours:n markupperc:n metertype:i meterlife:i isrecurringitem:b consignrequesttemplate:i
    recurringprice:n showmobilescanner:b icon:s customfields:j _isimport:b _warning:s asset_type_matching_field_name:s
    third_party_assetgroup_id:s template_name:s group_third_party_id:s third_party_id:s item_suppliers:j xero_salestax:s
    xero_purchasetax:s purchasenominalcode:s fullyqualifiedname:s salestaxincluded:b purchasetaxincluded:b taxable:b
    assetaccountcode:i xero_tenant_name:s income_account_name:s expense_account_name:s asset_account_name:s autotaskserviceid:i
    autotaskproductid:i nominalcode_name:s purchasenominalcode_name:s linked_item_id:i linked_item_name:s
    update_recurring_invoice_price:b update_recurring_invoice_cost:b item_default_billing_period:i item_group_nominalcode:s
    item_group_nominalcode_purchase:s item_group_itemcode:i item_group_taxcode:i item_group_taxcode_purchase:i recurringcost:n
    external_links:j new_external_link:j budgettype_name:s xero_inventory_account_code:s xero_cogs_account_code:s
    xero_inventory_account_code_name:s xero_cogs_account_code_name:s related_item_count:i items_per_buying_price:n
    items_per_selling_price:n purchase_currency_code:i purchase_currency_code_name:s purchase_currency:j inactive:b
  `,
  SoftwareLicence: `
    type:i name:s count:i client_id:i site_id:i client_name:s site_name:s purchase_price:n start_date:d manufacturer:s notes:s
    licences_in_use:i licences_in_use_user:i licences_available:i supplier_id:i supplier_name:s licence_client_name:s vendor:s
    licence_roles:j end_date:d tenant_id:s tenant_name:s name_extra:s deleted:b assigned_at_deletion:i billing_cycle:s term_duration:s
    status:s autorenew:b _isimport:b _importtype:s _importchildren:b third_party_product:s price:n _removed:b distributor:s
    is_active:b azure_connection_id:i azure_connection:j requested_quantity:i requested_quantity_date:d _warning:s
    ingram_micro_details_id:i _details_id:i thirdparty_client_id:s product_sku:s vendor_product_sku:s parent_id:i
    configuration_items:j add_configuration_items:j licence_match:j device_child_id:i device_count:i new_software:j
  `,
  Currency: `
    name:s symbol:s code:s conversion_rate:n last_updated:d _warning:s
  `,
  azureadconnection: `
    name:s new_client_secret:s halointegrator_importtype:i manage_licenses:b licensed_roles:s licensed_roles_list:j tenant_type:i
    defaultsite_name:s assettype_choice:i default_assetgroup_name:s default_assettype:i default_assettype_guid:s
    default_assettype_name:s assettype_field:s assettype_fieldname:s import_identifier:i import_identifier_fieldname:s
    unmatchedusersite_name:s type:i top_level_name:s mappings_client:j default_ticket_type:i default_ticket_type_name:s
    default_priority_name:s halo_integrator_import_list:s halo_integrator_import_types:j licence_import_type:i dont_sync_new_tenants:b
    importunmatchedgroupasserviceaccount:s allow_subscription_management:b receive_subscription_updated:b alternate_client_id:s
    new_alternate_client_secret:s default_relationship_type:i mappings_xtype:j sentinel_default_user_name:s named_roles:s
    named_roles_list:j new_user_type:i new_user_template_name:s software_import_licence_matching:b no_manager_role_name:s
    halointegrator_allowedclientidslist:j halointegrator_allowedclientids:s user_licence:j user_licence_list:s
    check_licence_list_for_service_user:b authentication_type:i last_sync_date:d
  `,
  Site: `
    name:s client_id:i client_name:s clientsite_name:s inactive:b phonenumber:s timezone:s isinvoicesite:b notes:s maincontact_name:s
    delivery_address:j
  `,
  Supplier: `
    name:s toplevel_id:i inactive:b accountsid:s
  `,
  Tax: `
    name:s code:s rate:n description:s
  `,
  Webhook: `
    name:s url:s type:i enabled:b method:i content_type:s events:j
  `,
  LicenceChange: `
    licence_id:i licence_name:s client_id:i change_date:d old_count:i new_count:i note:s
  `,
} as const;
